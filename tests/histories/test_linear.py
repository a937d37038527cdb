"""Linearizability on invented histories, and against trying every order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from time import perf_counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support.observing.histories import IMPOSSIBLE, Operation, linearizable, register
from tests.histories.invented import kind, op, reason, wrong

WHATS = ("writes", "reads")
registers = partial(linearizable, model=register, initial=0, whats=WHATS)


def writes(value: int, called: float, returned: float, outcome: str = "ok", key: str = "x") -> Operation:
    return op("Olga", "writes", value, called, returned, outcome, key)  # type: ignore[arg-type]


def reads(value: int, called: float, returned: float, outcome: str = "ok", key: str = "x") -> Operation:
    return op("Piotr", "reads", value, called, returned, outcome, key)  # type: ignore[arg-type]


def places(state: Any, operation: Operation) -> Any:
    """A room of five, which refuses only when it is full."""
    if operation.outcome == "refused":
        return state if state == 5 else IMPOSSIBLE
    return state + 1 if state < 5 else IMPOSSIBLE


def crowd(number: int, let_in: int) -> list[Operation]:
    """So many who enter at once, and how many of them are let in."""
    return [
        op(f"guest {one}", "enters", None, one / 1000, 1 + one / 1000, "ok" if one < let_in else "refused")
        for one in range(number)
    ]


room = partial(linearizable, model=places, initial=0, whats=["enters"])


def test_one_after_another() -> None:
    assert (
        kind(registers([reads(0, 0, 1), writes(1, 2, 3), reads(1, 4, 5), writes(2, 6, 7), reads(2, 8, 9)])) == "valid"
    )


@pytest.mark.parametrize("value", [1, 2])
def test_what_overlaps_has_either_order(value: int) -> None:
    assert kind(registers([writes(1, 0, 5), writes(2, 1, 4), reads(value, 6, 7)])) == "valid"


def test_touching_is_overlapping() -> None:
    assert kind(registers([writes(1, 0, 1), reads(0, 1, 2)])) == "valid"
    assert kind(registers([writes(1, 0, 1), reads(0, 1.1, 2)])) == "no possible order"


def test_what_cannot_have_been() -> None:
    history = [writes(1, 0, 1), writes(2, 2, 3), reads(1, 4, 5)]
    verdict = wrong(registers(history))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "no possible order",
        "no order of all that was done to x allows: Piotr reads 1",
        tuple(history),
    )


def test_two_readers_who_disagree_on_the_order() -> None:
    both = [writes(1, 0, 9), writes(2, 0, 9)]
    looks = [reads(1, 1, 2), reads(2, 3, 4), reads(1, 5, 6)]
    assert kind(registers([*both, *looks[:2]])) == "valid"
    assert kind(registers([*both, *looks])) == "no possible order"


def test_only_what_shows_it_is_shown() -> None:
    noise = [reads(0, 0, 1), reads(0, 1.5, 2), writes(9, 2, 8)]
    after = [writes(3, 20, 21), reads(3, 22, 23)]
    core = [writes(1, 10, 11), reads(0, 12, 13)]
    assert wrong(registers([*noise, *core, *after])).slice == tuple(core)


def test_a_lost_write_may_have_happened_at_any_time_or_never() -> None:
    lost = writes(1, 0, 1, "unknown")
    for looks in ([reads(0, 2, 3)], [reads(1, 2, 3)], [reads(0, 2, 3), reads(1, 4, 5)]):
        assert kind(registers([lost, *looks])) == "valid"
    assert kind(registers([lost, reads(1, 2, 3), reads(0, 4, 5)])) == "no possible order"
    assert kind(registers([writes(1, 4, 5, "unknown"), reads(1, 2, 3)])) == "no possible order"


def test_a_refused_write_changed_nothing_and_a_lost_reading_says_nothing() -> None:
    assert kind(registers([writes(1, 0, 1, "refused"), reads(0, 2, 3)])) == "valid"
    assert kind(registers([writes(1, 0, 1, "refused"), reads(1, 2, 3)])) == "no possible order"
    assert kind(registers([writes(1, 0, 1), reads(7, 2, 3, "unknown"), reads(1, 4, 5)])) == "valid"


def test_keys_and_other_acts_are_apart() -> None:
    assert (
        kind(registers([writes(1, 0, 1), reads(1, 2, 3), reads(0, 2, 3, key="y"), op("Ada", "sings", 7, 4, 5)]))
        == "valid"
    )
    assert kind(registers([writes(1, 0, 1), reads(1, 2, 3), reads(1, 2, 3, key="y")])) == "no possible order"


@pytest.mark.parametrize("history", [[], [reads(0, 0, 1)], [reads(0, 0, 1), reads(0, 0, 1, key="y")]])
def test_nothing_that_could_have_an_order(history: list[Operation]) -> None:
    assert reason(registers(history)) == "nothing was done twice to the same thing"


def test_a_room_lets_five_in_and_refuses_when_full() -> None:
    assert kind(room(crowd(16, 5))) == "valid"
    assert kind(room(crowd(16, 4))) == "no possible order"


def test_six_in_a_room_of_five() -> None:
    verdict = wrong(room(crowd(16, 6)))
    assert [one.outcome for one in verdict.slice] == ["ok"] * 6


def test_a_refusal_is_told_as_one() -> None:
    verdict = wrong(room([op("Ada", "enters", None, 0, 1), op("Zoe", "enters", None, 2, 3, "refused")]))
    assert verdict.sentence == "no order of all that was done to room allows: Zoe enters None, refused"
    assert [one.who for one in verdict.slice] == ["Zoe"], "whether Ada was in or not"


def test_beyond_the_budget_it_is_unproven() -> None:
    start = perf_counter()
    told = reason(room(crowd(50, 6), budget=20_000))
    assert told == "whether room had a possible order was not decided after 20,000 states"
    assert perf_counter() - start < 5
    assert kind(room(crowd(16, 6), budget=6_201)) == "no possible order"
    assert kind(room(crowd(16, 6), budget=6_200)) == "unproven"


def test_the_first_thing_that_was_not_decided_is_named() -> None:
    halls = [replace(one, key="hall") for one in crowd(16, 6)]
    told = reason(room([*crowd(16, 6), *halls], budget=100))
    assert told == "whether room had a possible order was not decided after 100 states"
    short = [replace(one, key="hall") for one in crowd(3, 2)]
    assert kind(room([*crowd(16, 6), *short], budget=100)) == "no possible order", "what is wrong is told all the same"


def test_a_long_history_is_quick() -> None:
    history: list[Operation] = []
    for number in range(1, 1_001):
        history += [writes(number, number, number + 0.4), reads(number, number + 0.5, number + 0.6)]
    start = perf_counter()
    assert kind(registers(history)) == "valid"
    assert perf_counter() - start < 1


def by_trying(operations: list[Operation]) -> bool:
    """Whether there is an order, by trying all of every choice of the lost ones."""
    lost = [one for one in operations if one.outcome == "unknown"]
    for choice in range(1 << len(lost)):
        chosen = [one for one in operations if one not in lost or choice >> lost.index(one) & 1]
        if any(_allowed(order) for order in permutations(chosen)):
            return True
    return False


def _allowed(order: tuple[Operation, ...]) -> bool:
    state: Any = 0
    for place, one in enumerate(order):
        if any(other.latest < one.called for other in order[place + 1 :]):
            return False
        state = register(state, one)
        if state is IMPOSSIBLE:
            return False
    return True


@st.composite
def some_operations(draw: st.DrawFn) -> list[Operation]:
    """A few acts upon a register, who knows whether they make sense."""
    found = []
    for _ in range(draw(st.integers(2, 5))):
        called = draw(st.integers(0, 8))
        found.append(
            op(
                "Ada",
                draw(st.sampled_from(WHATS)),
                draw(st.integers(0, 2)),
                called,
                called + draw(st.integers(1, 4)),
                draw(st.sampled_from(("ok", "ok", "unknown", "refused"))),
            )
        )
    return [one for place, one in enumerate(found) if one not in found[:place]]


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(some_operations())
def test_it_finds_an_order_exactly_when_there_is_one(operations: list[Operation]) -> None:
    verdict = registers(operations)
    if len(operations) > 1:
        assert (kind(verdict) == "valid") == by_trying(operations)


@settings(max_examples=300, deadline=None, database=None, derandomize=True)
@given(some_operations())
def test_each_operation_that_is_shown_is_needed(operations: list[Operation]) -> None:
    verdict = registers(operations)
    assume(kind(verdict) == "no possible order")
    shown = wrong(verdict).slice
    assert not by_trying(lost_but(operations, shown))
    for one in shown:
        assert by_trying(lost_but(operations, [other for other in shown if other is not one]))


def lost_but(operations: list[Operation], kept: Sequence[Operation]) -> list[Operation]:
    """All that may have happened, as if only these had been answered."""
    return [
        one if one in kept else replace(one, outcome="unknown") for one in operations if one in kept or one.possible
    ]


def outage(lost: int) -> list[Operation]:
    """Much is lost that may or may not have happened; every second look afterwards sees one of it."""
    history = [writes(0, 0.0, 0.1)]
    history += [writes(number % 6, 1 + number / 100, 9.0, "unknown") for number in range(lost)]
    for number in range(20):
        at = 10.0 + number
        history += [writes(number % 6, at, at + 0.2), reads(number % 6, at + 0.3, at + 0.4)]
        history += [reads((number + 3) % 6, at + 0.5, at + 0.6)] if number < lost / 4 else []
    return history


def test_lost_ones_are_tried_last_and_those_alike_once() -> None:
    assert kind(registers(outage(40), budget=1_000)) == "valid"
    assert wrong(registers([*outage(6), reads(7, 40.0, 40.1)], budget=20_000))

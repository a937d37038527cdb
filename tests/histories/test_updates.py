"""Counters and lost updates, on invented histories."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from time import perf_counter

import pytest

from support.observing.histories import Change, Operation, counter, no_lost_update
from tests.histories.invented import kind, op, reason, wrong

count = partial(counter, added="adds", read="reads")


def adds(amount: float, called: float, returned: float, outcome: str = "ok") -> Operation:
    return op("Olga", "adds", amount, called, returned, outcome)  # type: ignore[arg-type]


def reads(value: object, called: float, returned: float | None = None) -> Operation:
    return op("Piotr", "reads", value, called, called + 0.5 if returned is None else returned)


def test_a_reading_lies_between_acknowledged_and_attempted() -> None:
    history = [adds(2, 1, 2), adds(3, 3, 6), reads(2, 2.5), reads(2, 4), reads(5, 4), reads(5, 7)]
    assert kind(count(history)) == "valid"
    assert kind(count([adds(2, 1, 2), reads(12, 3)], initial=10)) == "valid"


def test_too_little() -> None:
    first, second, look = adds(2, 1, 2), adds(3, 3, 4), reads(4, 5)
    verdict = wrong(count([first, second, look]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "too little",
        "Piotr read 4 of room, and it must be at least 5",
        (second, look),
    )


def test_too_much() -> None:
    look = reads(6, 5)
    verdict = wrong(count([adds(2, 1, 2), adds(3, 3, 4), look]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "too much",
        "Piotr read 6 of room, and it must be at most 5",
        (look,),
    )


def test_what_is_under_way_may_count_or_not() -> None:
    for value, way in ((1, "too little"), (2, "valid"), (5, "valid"), (6, "too much")):
        assert kind(count([adds(2, 1, 2), adds(3, 3, 9), reads(value, 4), reads(5, 10)])) == way
    assert kind(count([adds(2, 1, 2), reads(0, 2, 3), reads(2, 3)])) == "valid", "confirmed as the reading began"
    assert kind(count([adds(2, 1, 2), reads(2, 0, 1), reads(2, 3)])) == "valid", "asked for as the reading ended"
    assert kind(count([adds(2, 1, 2), reads(2, 0, 0.9), reads(2, 3)])) == "too much"


def test_what_was_not_answered_may_count_and_what_was_refused_may_not() -> None:
    for value, way in ((2, "valid"), (5, "valid"), (4, "valid"), (6, "too much"), (1, "too little")):
        assert kind(count([adds(2, 1, 2), adds(3, 3, 4, "unknown"), reads(value, 5)])) == way
    assert kind(count([adds(2, 1, 2), adds(3, 3, 4, "refused"), reads(5, 5)])) == "too much"


def test_it_may_go_down_too() -> None:
    for value, way in ((1, "valid"), (3, "too much"), (0, "too little")):
        assert kind(count([adds(3, 1, 2), adds(-2, 3, 4), reads(value, 5)])) == way
    for value, way in ((0, "too little"), (1, "valid"), (3, "valid"), (4, "too much")):
        assert kind(count([adds(3, 1, 2), adds(-2, 3, 4, "unknown"), reads(value, 5)])) == way
    for value, way in ((0, "too little"), (1, "valid"), (3, "valid"), (4, "too much")):
        assert kind(count([adds(3, 1, 2), adds(-2, 3, 9), reads(value, 5), reads(1, 10)])) == way


def test_each_thing_has_a_count_of_its_own() -> None:
    other = op("Olga", "adds", 5, 1, 2, key="hall")
    assert kind(count([adds(2, 1, 2), other, reads(2, 3), op("Piotr", "reads", 5, 3, 4, key="hall")])) == "valid"
    assert (
        reason(count([adds(2, 1, 2), other, reads(2, 3)])) == "nobody read hall after the last addition was confirmed"
    )
    assert kind(count([adds(2, 1, 2), reads(2, 3), op("Piotr", "reads", 1, 3, 4, key="hall")])) == "too much"


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ([], "no addition was confirmed"),
        ([reads(0, 1)], "no addition was confirmed"),
        ([adds(2, 1, 2, "unknown"), reads(2, 3)], "no addition was confirmed"),
        ([adds(2, 1, 2)], "nobody read room after the last addition was confirmed"),
        ([adds(2, 1, 2), reads(2, 2)], "nobody read room after the last addition was confirmed"),
        (
            [adds(2, 1, 2), op("Piotr", "reads", 0, 5, 6, "unknown")],
            "nobody read room after the last addition was confirmed",
        ),
    ],
)
def test_nothing_that_could_be_miscounted(history: list[Operation], told: str) -> None:
    assert reason(count(history)) == told


lossless = partial(no_lost_update, changed="changes")
to_the_end = partial(no_lost_update, changed="changes", read="reads")


def changes(
    who: str, base: Hashable, result: Hashable, called: float, returned: float, outcome: str = "ok", key: str = "room"
) -> Operation:
    return op(who, "changes", Change(base, result), called, returned, outcome, key)  # type: ignore[arg-type]


OLGA, PIOTR = changes("Olga", 1, 2, 1, 2), changes("Piotr", 1, 2, 1, 3, "refused")
NEXT = changes("Piotr", 2, 3, 4, 5)


def test_who_comes_second_is_refused_and_builds_upon_the_first() -> None:
    assert kind(lossless([OLGA, PIOTR, NEXT])) == "valid"
    assert kind(to_the_end([OLGA, PIOTR, NEXT, reads(3, 6)])) == "valid"


def test_two_changes_of_the_same() -> None:
    rival = changes("Piotr", 1, 3, 1, 3)
    verdict = wrong(lossless([OLGA, rival]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "overwritten",
        "Olga and Piotr both changed 1 of room, one without the other's change",
        (OLGA, rival),
    )
    assert len(wrong(lossless([OLGA, rival, changes("Ada", 1, 4, 1, 9)])).slice) == 2


@pytest.mark.parametrize("outcome", ["unknown", "refused"])
def test_two_changes_of_which_one_may_not_have_happened(outcome: str) -> None:
    assert kind(lossless([OLGA, changes("Piotr", 1, 3, 1, 3, outcome)])) == "valid"


def test_the_same_base_of_two_things() -> None:
    assert kind(lossless([OLGA, PIOTR, changes("Ada", 1, 2, 1, 2, key="hall")])) == "valid"


def test_nobody_is_refused_without_a_rival() -> None:
    verdict = wrong(lossless([PIOTR]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "refused without a rival",
        "Piotr was refused to change 1 of room, which nobody else had changed",
        (PIOTR,),
    )
    for rival in (changes("Ada", 1, 2, 3.1, 4), changes("Ada", 1, 2, 1, 2, "refused")):
        assert kind(lossless([rival, PIOTR])) == "refused without a rival"
    for rival in (changes("Ada", 1, 2, 3, 4), changes("Ada", 1, 2, 1, 2, "unknown")):
        assert kind(lossless([rival, PIOTR])) == "valid"


def test_what_was_confirmed_is_in_the_line_of_what_is_there_in_the_end() -> None:
    contended = [OLGA, PIOTR]
    look = reads(3, 6)
    stray = changes("Ada", 8, 9, 4, 5)
    verdict = wrong(to_the_end([*contended, NEXT, stray, look]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "not in the end",
        "Piotr read 3 of room at the end, which is not built upon the change 8 → 9 of Ada",
        (stray, look),
    )
    assert kind(to_the_end([*contended, NEXT, reads(2, 6)])) == "not in the end"
    assert kind(to_the_end([*contended, NEXT, reads(1, 4.5), reads(3, 6)])) == "valid", "the last reading counts"
    assert kind(to_the_end([*contended, NEXT, reads(3, 5.5), reads(2, 6)])) == "not in the end"


def test_what_was_confirmed_of_nothing_hides_no_other() -> None:
    nothing = changes("Ada", 1, 2, 1, 2, "unknown", key="hall")
    assert kind(to_the_end([nothing, OLGA, PIOTR, NEXT, reads(2, 6)])) == "not in the end"


def test_the_line_may_lead_over_what_was_not_answered() -> None:
    history = [OLGA, PIOTR, changes("Ada", 2, 3, 2, 3, "unknown"), changes("Piotr", 3, 4, 4, 5)]
    assert kind(to_the_end([*history, reads(4, 6)])) == "valid"
    assert kind(to_the_end([*history, reads(2, 6)])) == "not in the end"
    refused = [
        OLGA,
        PIOTR,
        changes("Ada", 2, 3, 2, 3, "refused"),
        changes("Lina", 2, 5, 2, 3),
        changes("Ada", 3, 4, 4, 5),
    ]
    assert kind(to_the_end([*refused, reads(4, 6)])) == "not in the end"


def test_a_circle_of_changes_has_an_end() -> None:
    back = [OLGA, PIOTR, changes("Piotr", 2, 1, 4, 5)]
    assert kind(to_the_end([*back, reads(1, 6)])) == "valid"


@pytest.mark.parametrize("history", [[], [OLGA], [OLGA, NEXT], [OLGA, changes("Ada", 1, 2, 1, 2, key="hall")]])
def test_nobody_contended(history: list[Operation]) -> None:
    assert reason(lossless(history)) == "no two changes were built upon the same"


def test_nobody_looked_in_the_end() -> None:
    told = "nobody read room after its last change was confirmed"
    assert reason(to_the_end([OLGA, PIOTR])) == told
    assert reason(to_the_end([OLGA, PIOTR, reads(2, 2)])) == told
    assert reason(to_the_end([OLGA, PIOTR, op("Ada", "reads", 1, 5, 6, "unknown")])) == told
    assert kind(to_the_end([changes("Ada", 1, 2, 1, 2, "unknown"), PIOTR])) == "valid", "nothing was confirmed"


def test_ten_thousand_operations_take_less_than_a_second() -> None:
    history = [adds(1 if number % 3 else -1, number, number + 5) for number in range(5_000)]
    totals = [0]
    for one in history:
        totals.append(totals[-1] + one.value)
    looks = [reads(totals[number], number, number + 0.1) for number in range(5, 5_000)]
    start = perf_counter()
    assert kind(count([*history, *looks, reads(totals[-1], 9_000)])) == "valid"
    assert perf_counter() - start < 1
    line = [changes("Olga", number, number + 1, number, number + 0.4) for number in range(5_000)]
    rivals = [changes("Piotr", number, -number - 1, number, number + 0.5, "refused") for number in range(5_000)]
    start = perf_counter()
    assert kind(to_the_end([*line, *rivals, reads(5_000, 9_000)])) == "valid"
    assert perf_counter() - start < 1

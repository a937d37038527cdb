"""One order, gaps, and causes, on invented histories."""

from __future__ import annotations

from functools import partial
from time import perf_counter

import pytest

from support.observing.histories import (
    Operation,
    cause_before_effect,
    no_gaps,
    one_order,
    real_order,
    same_order,
    sender_order,
)
from tests.histories.invented import kind, op, reason, wrong

agree = partial(same_order, seen="sees")


def sees(who: str, *values: object, key: str = "room", start: float = 10) -> list[Operation]:
    """Somebody sees these, one by one."""
    return [op(who, "sees", value, start + number, key=key) for number, value in enumerate(values)]


def reading(who: str, *values: object, at: float = 20) -> Operation:
    """Somebody reads all of these at once."""
    return op(who, "sees", list(values), at, at + 1)


def says(who: str, value: object, called: float, returned: float, outcome: str = "ok", key: str = "room") -> Operation:
    return op(who, "says", value, called, returned, outcome, key)  # type: ignore[arg-type]


def test_observers_of_one_order_agree() -> None:
    assert kind(agree([*sees("Arno", 1, 2, 3), *sees("Milo", 1, 2, 3), reading("Zoe", 1, 2, 3)])) == "valid"
    assert kind(agree([*sees("Arno", 1, 3), *sees("Milo", 1, 2, 3), *sees("Zoe", 2, 3)])) == "valid", "parts of it"


def test_what_is_seen_again_counts_where_it_was_seen_first() -> None:
    assert kind(agree([*sees("Arno", 1, 2, 1), *sees("Milo", 1, 2)])) == "valid"


def test_two_who_disagree_show_it_with_two_values() -> None:
    history = [*sees("Arno", 1, 2, 3, 4), *sees("Milo", 1, 3, 2, 4)]
    verdict = wrong(agree(history))
    assert (verdict.kind, verdict.sentence) == ("another order", "Arno saw 2 before 3, Milo saw 3 before 2")
    assert {(one.who, one.value) for one in verdict.slice} == {("Arno", 2), ("Arno", 3), ("Milo", 2), ("Milo", 3)}


def test_a_whole_reading_disagrees_too() -> None:
    whole = reading("Zoe", 2, 1)
    verdict = wrong(agree([*sees("Arno", 1, 2), whole]))
    assert (verdict.sentence, len(verdict.slice)) == ("Arno saw 1 before 2, Zoe saw 2 before 1", 3)
    again = wrong(agree([reading("Zoe", 1, 2), reading("Zoe", 2, 1, at=30)]))
    assert len(again.slice) == 2, "two readings of one person are two observers"


def test_three_who_agree_in_pairs_may_make_a_circle() -> None:
    history = [*sees("Arno", 1, 9, 2), *sees("Milo", 2, 3), *sees("Zoe", 3, 1)]
    verdict = wrong(agree(history))
    assert verdict.kind == "another order"
    assert verdict.sentence.endswith(": there is no one order")
    told = {"Arno saw 1 before 2", "Milo saw 2 before 3", "Zoe saw 3 before 1"}
    assert set(verdict.sentence.removesuffix(": there is no one order").split(", ")) == told
    assert len(verdict.slice) == 6


@pytest.mark.parametrize("first", ["Arno", "Milo", "Zoe"])
def test_who_saw_several_of_a_circle_is_told_once(first: str) -> None:
    seen = {"Arno": (1, 2, 3), "Milo": (3, 4), "Zoe": (4, 1)}
    history = [one for who in (first, *seen) for one in sees(who, *seen[who], start=10 if who == first else 20)]
    told, _, end = wrong(agree(history)).sentence.partition(": ")
    assert end == "there is no one order"
    assert sorted(told.split(", ")) == ["Arno saw 1 before 3", "Milo saw 3 before 4", "Zoe saw 4 before 1"]


def test_each_room_has_an_order_of_its_own() -> None:
    assert kind(agree([*sees("Arno", 1, 2), *sees("Milo", 1, 2), *sees("Milo", 2, 1, key="hall")])) == "valid"
    crossed = [*sees("Milo", 2, 1, key="hall"), *sees("Arno", 1, 2, key="hall")]
    assert kind(agree([*sees("Arno", 1, 2), *sees("Milo", 1, 2), *crossed])) == "another order"


@pytest.mark.parametrize(
    "history",
    [
        [],
        sees("Arno", 1, 2, 3),
        [*sees("Arno", 1, 2), *sees("Milo", 2, 3)],
        [*sees("Arno", 1, 2), *sees("Milo", 1, 2, key="hall")],
        [*sees("Arno", 1, 2), op("Milo", "sees", [1, 2], 5, 6, "unknown"), op("Zoe", "sees", [], 5)],
        [*sees("Arno", 1, 2), *sees("Milo", 1, 1)],
    ],
)
def test_nobody_could_have_disagreed(history: list[Operation]) -> None:
    assert reason(agree(history)) == "no two people saw the same two things"


in_turn = partial(sender_order, sent="says", seen="sees")
SAID = [says("Lina", 1, 1, 4), says("Lina", 2, 2, 3), says("Arno", 3, 0, 9)]


def test_a_sender_is_seen_in_the_order_of_sending() -> None:
    assert kind(in_turn([*SAID, *sees("Milo", 3, 1, 2), *sees("Zoe", 1, 3, 2), reading("Ada", 1, 2)])) == "valid"
    assert kind(in_turn([*SAID, *sees("Milo", 9, 1, 2)])) == "valid", "what nobody sent is not judged here"


def test_a_sender_is_seen_in_another_order() -> None:
    verdict = wrong(in_turn([*SAID, *sees("Milo", 2, 3, 1)]))
    assert (verdict.kind, verdict.sentence) == (
        "sender's order",
        "Milo saw 2 of Lina before 1 of Lina, which came first",
    )
    assert [(one.what, one.value) for one in verdict.slice] == [("says", 1), ("says", 2), ("sees", 2), ("sees", 1)]


def test_what_was_not_answered_may_be_late_or_missing_but_not_early() -> None:
    late = [says("Lina", 1, 1, 4, "unknown"), *SAID[1:]]
    assert kind(in_turn([*late, says("Lina", 4, 5, 6), *sees("Milo", 2, 4)])) == "valid"
    assert kind(in_turn([*late, *sees("Milo", 2, 1)])) == "valid"
    assert kind(in_turn([*SAID[:2], says("Lina", 4, 5, 6, "unknown"), *sees("Milo", 4, 1, 2)])) == "sender's order"
    hidden = [*late, says("Lina", 4, 5, 6), *sees("Milo", 4, 1, 2)]
    assert kind(in_turn(hidden)) == "sender's order", "2 comes after 4, whatever became of 1"


def test_a_straggler_is_told_once_and_hides_nothing() -> None:
    said = [says("Lina", number, number, number + 0.5) for number in (1, 2, 3)]
    verdict = wrong(in_turn([*said, *sees("Milo", 3, 1, 2)]))
    assert verdict.more == ("1 more of the same",)


def test_a_retry_may_come_in_the_place_of_any_attempt() -> None:
    tries = [says("Lina", 1, 1, 2, "unknown"), says("Lina", 2, 3, 4), says("Lina", 1, 5, 6), says("Lina", 3, 7, 8)]
    assert kind(in_turn([*tries, *sees("Milo", 1, 2, 3)])) == "valid"
    assert kind(in_turn([*tries, *sees("Milo", 2, 1, 3)])) == "valid"
    assert kind(in_turn([*tries, *sees("Milo", 2, 3, 1)])) == "sender's order"
    needless = [*tries, says("Lina", 1, 9, 10)]
    assert kind(in_turn([*needless, *sees("Milo", 2, 3, 1)])) == "sender's order", "it was there before that"


@pytest.mark.parametrize(
    "history", [[], SAID, [*SAID, *sees("Milo", 1, 3)], [*SAID, *sees("Milo", 1), *sees("Zoe", 2)]]
)
def test_no_sender_could_have_been_mixed_up(history: list[Operation]) -> None:
    assert reason(in_turn(history)) == "nobody saw two things of one sender"


in_time = partial(real_order, sent="says", seen="sees")
APART = [says("Lina", "a", 1, 2), says("Arno", "b", 3, 4)]


def test_what_was_answered_before_comes_before() -> None:
    assert kind(in_time([*APART, *sees("Milo", "a", "b")])) == "valid"
    verdict = wrong(in_time([*APART, *sees("Milo", "b", "a")]))
    assert (verdict.kind, verdict.sentence) == (
        "real order",
        'Milo saw "b" of Arno before "a" of Lina, which came first',
    )
    assert [(one.what, one.value) for one in verdict.slice] == [
        ("says", "a"), ("says", "b"), ("sees", "b"), ("sees", "a"),
    ]  # fmt: skip


def test_what_overlaps_may_come_in_either_order() -> None:
    said = [says("Lina", "a", 1, 3), says("Arno", "b", 3, 4), says("Ada", "c", 9, 10)]
    for seen in ("abc", "bac"):
        assert kind(in_time([*said, *sees("Milo", *seen)])) == "valid"
    assert kind(in_time([*said, *sees("Milo", "b", "c", "a")])) == "real order"


def test_what_was_not_answered_may_come_at_any_time_after_it_was_asked() -> None:
    said = [says("Lina", "a", 1, 2, "unknown"), *APART[1:], says("Arno", "c", 5, 6)]
    assert kind(in_time([*said, *sees("Milo", "b", "c", "a")])) == "valid"
    late = [says("Lina", "x", 7, 8, "unknown"), *APART]
    assert kind(in_time([*late, *sees("Milo", "x", "a", "b")])) == "real order", "it was not even asked for"


@pytest.mark.parametrize(
    "history",
    [
        [],
        [*APART, *sees("Milo", "a"), *sees("Zoe", "b")],
        [says("Lina", "a", 1, 3), says("Arno", "b", 2, 4), *sees("Milo", "a", "b")],
        [says("Lina", "a", 1, 2), says("Arno", "b", 2, 4), *sees("Milo", "a", "b")],
        [says("Lina", "a", 1, 2, "unknown"), APART[1], *sees("Milo", "a", "b")],
        [APART[0], *sees("Milo", "a", "x")],
    ],
)
def test_nothing_came_clearly_before_anything_else(history: list[Operation]) -> None:
    assert reason(in_time(history)) == "nobody saw two things of which one was confirmed before the other began"


def test_one_order_is_all_three() -> None:
    check = partial(one_order, sent="says", seen="sees")
    said = [says("Lina", 1, 1, 2), says("Lina", 2, 3, 4), says("Arno", 3, 5, 6)]
    assert kind(check([*said, *sees("Milo", 1, 2, 3), *sees("Zoe", 1, 2, 3)])) == "valid"
    assert kind(check([*said[:2], *sees("Milo", 2, 1), *sees("Zoe", 2, 1)])) == "sender's order"
    assert kind(check([*said[1:], *sees("Milo", 3, 2), *sees("Zoe", 3, 2)])) == "real order"
    overlap = [says("Lina", 1, 1, 9), says("Arno", 3, 1, 9)]
    assert kind(check([*overlap, *sees("Milo", 1, 3), *sees("Zoe", 3, 1)])) == "another order"
    assert kind(check([*said, *sees("Milo", 1, 2, 3)])) == "unproven"


gapless = partial(no_gaps, seen="sees")


def test_numbers_go_up_by_one() -> None:
    assert kind(gapless([*sees("Arno", 4, 5, 6), *sees("Milo", 1, 2), reading("Zoe", 2, 3, 4)])) == "valid"
    assert kind(no_gaps(sees("Arno", "m7", "m8"), seen="sees", number=lambda text: int(text[1:]))) == "valid"


@pytest.mark.parametrize(
    ("numbers", "way", "sentence"),
    [
        ((4, 5, 7), "gap", "Arno saw number 7 right after 5, not 6"),
        ((4, 9), "gap", "Arno saw number 9 right after 4, not 5 to 8"),
        ((4, 5, 5), "repetition", "Arno saw number 5 twice"),
        ((4, 5, 3), "backwards", "Arno saw number 3 after 5"),
    ],
)
def test_numbers_that_do_not(numbers: tuple[int, ...], way: str, sentence: str) -> None:
    seen = sees("Arno", *numbers)
    verdict = wrong(gapless(seen))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (way, sentence, tuple(seen[-2:]))
    assert kind(gapless([reading("Zoe", *numbers)])) == way


def test_a_lost_reading_has_no_numbers() -> None:
    assert kind(gapless([*sees("Arno", 1, 2), op("Arno", "sees", 9, 15, 16, "unknown")])) == "valid"


@pytest.mark.parametrize("history", [[], sees("Arno", 1), [*sees("Arno", 1), *sees("Milo", 2)], [reading("Zoe", 1)]])
def test_nobody_saw_two_numbers(history: list[Operation]) -> None:
    assert reason(gapless(history)) == "nobody saw two things, one after another"


CAUSES = {"answer": "question", "thanks": "answer"}
caused = partial(cause_before_effect, seen="sees", cause=CAUSES.get)


def test_causes_come_first() -> None:
    assert kind(caused([*sees("Milo", "question", "x", "answer", "thanks"), *sees("Zoe", "question")])) == "valid"
    elsewhere = [*sees("Milo", "question", key="hall", start=1), *sees("Milo", "answer")]
    assert kind(caused(elsewhere)) == "valid", "in another room, but before"


def test_effects_before_their_causes() -> None:
    seen = sees("Milo", "answer", "question")
    verdict = wrong(caused(seen))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "effect before cause",
        'Milo saw "answer" before "question", which caused it',
        tuple(seen),
    )
    late = [*sees("Milo", "answer", start=1), *sees("Milo", "question", key="hall", start=5)]
    assert kind(caused(late)) == "effect before cause"


def test_effects_without_their_causes() -> None:
    seen = sees("Milo", "answer")
    verdict = wrong(caused([*seen, *sees("Zoe", "question", start=1)]))
    assert (verdict.sentence, verdict.slice) == (
        'Milo saw "answer" and never "question", which caused it',
        tuple(seen),
    )


def test_a_whole_reading_is_judged_in_its_own_order() -> None:
    assert kind(caused([reading("Zoe", "question", "answer")])) == "valid"
    assert kind(caused([reading("Zoe", "answer", "question")])) == "effect before cause"
    assert kind(caused([reading("Zoe", "question", at=1), reading("Zoe", "answer")])) == "effect before cause"


@pytest.mark.parametrize("history", [[], sees("Milo", "question", "x")])
def test_nothing_had_a_cause(history: list[Operation]) -> None:
    assert reason(caused(history)) == "nobody saw anything that has a cause"


def test_ten_thousand_operations_take_less_than_a_second() -> None:
    said = [says(f"sender {number % 10}", number, number, number + 5) for number in range(1_000)]
    seen = [one for watcher in range(9) for one in sees(f"watcher {watcher}", *range(1_000), start=2_000)]
    for check in (
        partial(one_order, sent="says", seen="sees"),
        gapless,
        partial(caused, cause=lambda value: value - 1),
    ):
        history = [*said, *seen]
        start = perf_counter()
        verdict = check(history)
        assert perf_counter() - start < 1
        assert kind(verdict) in ("valid", "effect before cause")
    few = [op(f"watcher {number // 10}", "sees", number % 10, number) for number in range(10_000)]
    twisted = [*few[:-2], op("watcher 999", "sees", 9, 9_998), op("watcher 999", "sees", 8, 9_999)]
    start = perf_counter()
    assert kind(agree(twisted)) == "another order"
    assert perf_counter() - start < 1

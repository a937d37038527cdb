"""Exactly once, delivered once, and unique ids, on invented histories."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import partial
from time import perf_counter

import pytest

from support.observing.histories import Operation, Verdict, delivered_once, exactly_once, unique
from tests.histories.invented import kind, op, reason, wrong

kept_once = partial(exactly_once, added="adds", read="reads", things="changes")


def adds(value: object, called: float, returned: float, outcome: str = "ok", who: str = "Olga") -> Operation:
    return op(who, "adds", value, called, returned, outcome)  # type: ignore[arg-type]


def reads(values: Sequence[object], called: float, returned: float | None = None, who: str = "Piotr") -> Operation:
    return op(who, "reads", list(values), called, called + 0.5 if returned is None else returned)


A, B = adds("a", 1, 2), adds("b", 3, 4)


def test_what_was_confirmed_and_is_read_once_is_valid() -> None:
    assert kind(kept_once([A, B, reads([], 0), reads(["a"], 2.1), reads(["b", "a"], 5)])) == "valid"


def test_what_is_under_way_may_be_read_or_not() -> None:
    for seen in ([], ["a"]):
        assert kind(kept_once([A, reads(seen, 1.5, 1.6), reads(["a"], 5)])) == "valid"
    assert kind(kept_once([A, reads([], 2, 3), reads(["a"], 5)])) == "valid", "it was confirmed as the reading began"
    assert kind(kept_once([A, reads(["a"], 0, 1), reads(["a"], 5)])) == "valid", "asked for as the reading ended"


@pytest.mark.parametrize("seen", [["a"], ["a", "b"]])
def test_what_was_not_answered_may_be_read_once_or_not_at_all(seen: list[object]) -> None:
    assert kind(kept_once([A, adds("b", 3, 4, "unknown"), reads(seen, 5)])) == "valid"


def test_what_was_not_answered_may_come_late() -> None:
    late = [A, adds("b", 3, 4, "unknown"), reads(["a"], 5), reads(["a", "b"], 9)]
    assert kind(kept_once(late)) == "valid"


def test_what_was_not_answered_is_no_excuse_for_twice_or_for_losing_it_again() -> None:
    unknown = adds("b", 3, 4, "unknown")
    assert kind(kept_once([A, unknown, reads(["a", "b", "b"], 5)])) == "doubled"
    assert kind(kept_once([A, unknown, reads(["a", "b"], 5), reads(["a"], 9)])) == "lost"


@pytest.mark.parametrize(
    ("history", "way", "sentence", "shown"),
    [
        ([A, B, reads(["a"], 5)], "never read", '"b" was confirmed and never read, not even by Piotr at the end', 2),
        (
            [A, B, reads(["a", "b"], 5, who="Olga"), reads(["a"], 6)],
            "lost",
            'Piotr did not read "b", which Olga had read before: it was lost',
            3,
        ),
        (
            [A, B, reads(["a"], 5), reads(["a", "b"], 6, who="Olga")],
            "stale",
            'Piotr did not read "b", which was there, as Olga read later',
            3,
        ),
        ([A, B, reads(["a", "b", "a"], 5)], "doubled", 'Piotr read "a" 2 times, not once', 2),
        ([A, reads(["a", "x"], 5)], "invented", 'Piotr read "x", which nobody added', 1),
        (
            [A, B, reads(["a", "b"], 2.1, 2.9), reads(["a", "b"], 5)],
            "invented",
            'Piotr read "b" before anybody added it',
            2,
        ),
        (
            [A, adds("b", 3, 4, "refused"), reads(["a", "b"], 5)],
            "refused, but read",
            'Piotr read "b", which was refused',
            2,
        ),
    ],
)  # fmt: skip
def test_each_way_of_being_wrong(history: list[Operation], way: str, sentence: str, shown: int) -> None:
    verdict = wrong(kept_once(history))
    assert (verdict.kind, verdict.sentence, len(verdict.slice), verdict.more) == (way, sentence, shown, ())
    assert list(verdict.slice) == sorted(verdict.slice, key=lambda one: one.called)


def test_what_is_there_twice_is_told_once() -> None:
    verdict = wrong(kept_once([A, reads(["a", "a"], 5), reads(["a", "a"], 7)]))
    assert (verdict.sentence, verdict.more) == ('Piotr read "a" 2 times, not once', ())


def test_what_is_read_stays_even_if_it_was_never_confirmed() -> None:
    unknown = adds("b", 3, 4, "unknown")
    history = [A, unknown, reads(["a", "b"], 5, who="Olga"), reads(["a"], 7)]
    verdict = wrong(kept_once(history))
    assert verdict.slice == (unknown, history[2], history[3])


def test_attempts_with_one_value_are_one_addition() -> None:
    tries = [adds("b", 3, 4, "unknown"), adds("b", 5, 6, "refused"), adds("b", 7, 8)]
    assert kind(kept_once([A, *tries, reads(["a", "b"], 9)])) == "valid"
    assert kind(kept_once([A, *tries, reads(["a", "b"], 4, 4.5), reads(["a", "b"], 9)])) == "valid"
    assert kind(kept_once([A, *tries, reads(["a"], 6.5), reads(["a", "b"], 9)])) == "valid"
    assert kind(kept_once([A, *tries, reads(["a"], 9)])) == "never read"
    assert kind(kept_once([A, *tries, reads(["a", "b", "b"], 9)])) == "doubled"


def test_a_reading_may_lag_as_long_as_is_allowed() -> None:
    history = [A, B, reads(["a"], 5), reads(["a", "b"], 9)]
    assert kind(kept_once(history, within=1)) == "valid"
    assert kind(kept_once(history, within=0.9)) == "stale"
    assert kind(kept_once([A, reads(["a"], 2.1, 2.2), reads([], 4), reads(["a"], 9)], within=2)) == "valid"
    assert kind(kept_once([A, B, reads(["a", "b"], 5)], within=1)) == "unproven", "nobody read after that time"


def test_keys_are_judged_on_their_own() -> None:
    other = op("Olga", "adds", "b", 3, 4, key="hall")
    assert kind(kept_once([A, other, reads(["a"], 5), op("Piotr", "reads", ["b"], 5, 6, key="hall")])) == "valid"
    assert (
        kind(kept_once([A, other, reads(["a", "b"], 5), op("Piotr", "reads", ["b"], 5, 6, key="hall")])) == "invented"
    )
    assert (
        reason(kept_once([A, other, reads(["a"], 5)])) == "nobody read hall after the last of the changes was confirmed"
    )


def test_where_nothing_was_confirmed_nobody_need_read() -> None:
    lost = op("Olga", "adds", "b", 3, 4, "unknown", key="hall")
    assert kind(kept_once([A, lost, reads(["a"], 5)])) == "valid"
    assert reason(exactly_once([], added="adds", read="reads")) == "none of the additions was confirmed"


def test_values_need_no_order_of_their_own() -> None:
    assert kind(kept_once([adds("a", 1, 2), adds(7, 1, 2), reads([7, "a"], 5)])) == "valid"


def test_what_the_platform_did_not_answer_to_a_reader_says_nothing() -> None:
    lost = op("Piotr", "reads", [], 5, 6, "unknown")
    assert kind(kept_once([A, lost])) == "unproven"
    assert kind(kept_once([A, lost, reads(["a"], 7)])) == "valid"


@pytest.mark.parametrize(
    ("history", "told"),
    [
        ([], "none of the changes was confirmed"),
        ([reads([], 1)], "none of the changes was confirmed"),
        ([adds("a", 1, 2, "unknown"), reads(["a"], 5)], "none of the changes was confirmed"),
        ([adds("a", 1, 2, "refused"), reads([], 5)], "none of the changes was confirmed"),
        ([A, B, reads(["a"], 3.5)], "nobody read room after the last of the changes was confirmed"),
        ([A, reads(["a"], 2)], "nobody read room after the last of the changes was confirmed"),
    ],
)
def test_unproven_where_nothing_could_be_lost(history: list[Operation], told: str) -> None:
    assert reason(kept_once(history)) == told


def test_the_fewest_operations_come_first_and_the_rest_is_told_in_sentences() -> None:
    verdict = wrong(kept_once([A, B, adds("c", 5, 6), reads(["x", "y"], 7)]))
    assert (verdict.kind, verdict.sentence) == ("invented", 'Piotr read "x", which nobody added')
    more = "was confirmed and never read, not even by Piotr at the end"
    assert verdict.more == ("1 more of the same", f'"a" {more} (and 2 more of the same)')
    two = wrong(kept_once([A, B, reads(["x"], 7)]))
    assert two.more == (f'"a" {more} (and 1 more of the same)',)
    one = wrong(kept_once([A, reads(["x"], 7)]))
    assert one.more == (f'"a" {more}',)


def test_of_the_equally_small_the_earliest_comes_first() -> None:
    verdict = wrong(kept_once([A, reads(["a", "x"], 9), reads(["a", "y"], 5, 20)]))
    assert verdict.sentence == 'Piotr read "y", which nobody added'


hears = partial(delivered_once, sent="says", received="sees", by=lambda one: {"Arno", "Milo"} - {one.who})
HI, YES = op("Lina", "says", "hi", 1, 2), op("Arno", "says", "yes", 3, 4)
HEARD = [op("Arno", "sees", "hi", 1.5), op("Milo", "sees", "hi", 2.5), op("Milo", "sees", "yes", 5)]


def test_what_everybody_ought_to_receive_is_received_once() -> None:
    assert kind(hears([HI, YES, *HEARD])) == "valid"


@pytest.mark.parametrize("received", [[], [op("Milo", "sees", "yes", 9)]])
def test_a_message_without_an_answer_may_be_received_or_not(received: list[Operation]) -> None:
    assert kind(hears([HI, op("Arno", "says", "yes", 3, 4, "unknown"), *HEARD[:2], *received])) == "valid"


@pytest.mark.parametrize(
    ("history", "way", "sentence", "shown"),
    [
        ([HI, YES, *HEARD[:2]], "never received", '"yes" of Arno was received by nobody', 1),
        ([HI, YES, *HEARD[1:]], "lost", 'Arno did not receive "hi" of Lina', 1),
        ([HI, *HEARD[:2], op("Milo", "sees", "hi", 7)], "doubled", 'Milo received "hi" 2 times, not once', 3),
        ([HI, *HEARD[:2], op("Milo", "sees", "x", 7)], "invented", 'Milo received "x", which nobody sent', 1),
        ([HI, YES, *HEARD, op("Zoe", "sees", "hi", 7)], "overheard", 'Zoe received "hi", which is not for them', 2),
        ([HI, op("Arno", "sees", "hi", 0.5), HEARD[1]], "invented", 'Arno received "hi" before anybody sent it', 2),
        (
            [HI, *HEARD[:2], op("Arno", "says", "yes", 3, 4, "refused"), HEARD[2]],
            "refused, but received",
            'Milo received "yes", which was refused',
            2,
        ),
    ],
)
def test_each_way_of_delivering_wrongly(history: list[Operation], way: str, sentence: str, shown: int) -> None:
    verdict = wrong(hears(history))
    assert (verdict.kind, verdict.sentence, len(verdict.slice), verdict.more) == (way, sentence, shown, ())


def test_all_who_did_not_receive_it_are_named() -> None:
    present = {"Arno", "Milo", "Zoe"}
    among_three = partial(delivered_once, sent="says", received="sees", by=lambda one: present)
    verdict = wrong(among_three([HI, op("Arno", "sees", "hi", 1.5)]))
    assert verdict.sentence == 'Milo, Zoe did not receive "hi" of Lina'


def test_a_refused_message_is_owed_to_nobody() -> None:
    assert kind(hears([HI, *HEARD[:2], op("Arno", "says", "yes", 3, 4, "refused")])) == "valid"


def test_what_was_lost_in_the_telling_was_not_received() -> None:
    lost = op("Milo", "sees", "hi", 2.5, 2.6, "unknown")
    assert kind(hears([HI, HEARD[0], lost])) == "lost"


def test_several_workers_share_what_one_of_them_does_once() -> None:
    worked = partial(delivered_once, sent="asks", received="does", things="jobs")
    asked = [op("Olga", "asks", 1, 1, 2), op("Olga", "asks", 2, 3, 4)]
    done = [op("one", "does", 1, 5), op("two", "does", 2, 5)]
    assert kind(worked([*asked, *done])) == "valid"
    assert kind(worked([*asked, done[0]])) == "never received"
    verdict = wrong(worked([*asked, *done, op("two", "does", 1, 6)]))
    assert (verdict.kind, verdict.sentence) == ("doubled", "one and two received 1 2 times, not once")


def test_the_same_words_in_two_rooms_are_two_messages() -> None:
    there = [op("Lina", "says", "hi", 1, 2, key="hall"), op("Arno", "sees", "hi", 3, key="hall")]
    assert kind(hears([HI, *HEARD[:2], *there])) == "lost"
    assert kind(hears([HI, *HEARD[:2], *there, op("Milo", "sees", "hi", 3, key="hall")])) == "valid"


@pytest.mark.parametrize(
    "history", [[], [op("Lina", "says", "hi", 1, 2, "unknown")], [op("Lina", "says", "hi", 1, 2, "refused")]]
)
def test_nothing_confirmed_proves_nothing(history: list[Operation]) -> None:
    assert reason(hears(history)) == "none of the messages was confirmed that anybody ought to receive"


def test_nobody_to_receive_it_proves_nothing() -> None:
    assert kind(delivered_once([HI], sent="says", received="sees", by=lambda _: ())) == "unproven"


def gets(value: object, at: float, who: str = "Olga", outcome: str = "ok") -> Operation:
    return op(who, "gets", value, at, at + 1, outcome, key=who)  # type: ignore[arg-type]


def test_ids_are_given_once() -> None:
    assert kind(unique([gets(1, 0), gets(2, 1), gets(3, 2, "Piotr")], given="gets")) == "valid"
    verdict = wrong(unique([gets(1, 0), gets(2, 1), gets(2, 2, "Piotr")], given="gets"))
    assert (verdict.kind, verdict.sentence, len(verdict.slice)) == ("given twice", "2 was given 2 times", 2)
    thrice = wrong(unique([gets(2, 0), gets(2, 1), gets(2, 2)], given="gets"))
    assert (thrice.sentence, len(thrice.slice)) == ("2 was given 3 times", 2)


def test_only_what_was_given_counts() -> None:
    assert kind(unique([gets(1, 0), gets(1, 1, outcome="unknown"), gets(2, 2)], given="gets")) == "valid"
    assert kind(unique([gets(1, 0), gets(1, 1, outcome="refused"), gets(2, 2)], given="gets")) == "valid"
    assert (
        reason(unique([gets(1, 0), gets(None, 1, outcome="unknown")], given="gets")) == "only 1 of the ids were given"
    )


def timed(check: partial[Verdict], history: list[Operation]) -> float:
    start = perf_counter()
    assert kind(check(history)) == "valid"
    return perf_counter() - start


def test_ten_thousand_operations_take_less_than_a_second() -> None:
    order = random.Random(1)
    added = [adds(number, number, number + order.random() * 5) for number in range(9_900)]
    looked = [reads([one.value for one in added if one.returned <= at], at, at) for at in range(100, 10_000, 100)]
    assert timed(kept_once, [*added, *looked, reads(list(range(9_900)), 20_000)]) < 1
    said = [op("Lina", "says", number, number, number + 1) for number in range(3_334)]
    heard = [op(who, "sees", number, number + 2) for number in range(3_334) for who in ("Arno", "Milo")]
    assert timed(hears, [*said, *heard]) < 1
    assert timed(partial(unique, given="gets"), [gets(number, number) for number in range(10_000)]) < 1

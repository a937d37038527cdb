"""Bounded capacity and exclusive holding, on invented histories."""

from __future__ import annotations

from functools import partial
from time import perf_counter

import pytest

from support.observing.histories import Operation, bounded, exclusive
from tests.histories.invented import kind, op, reason, wrong

room = partial(bounded, limit=2, taken="enters", released="leaves")
lock = partial(exclusive, taken="enters", released="leaves")


def enters(who: str, called: float, returned: float, outcome: str = "ok", key: str = "room") -> Operation:
    return op(who, "enters", None, called, returned, outcome, key)  # type: ignore[arg-type]


def leaves(who: str, called: float, returned: float, outcome: str = "ok") -> Operation:
    return op(who, "leaves", None, called, returned, outcome)  # type: ignore[arg-type]


LINA, ARNO = enters("Lina", 0, 1), enters("Arno", 2, 3)


def test_a_full_room_that_refuses_is_valid() -> None:
    assert kind(room([LINA, ARNO, enters("Milo", 4, 5, "refused")])) == "valid"
    assert (
        kind(room([LINA, ARNO, leaves("Lina", 4, 5), enters("Milo", 4, 5), enters("Zoe", 6, 7, "refused")])) == "valid"
    )


def test_one_too_many() -> None:
    milo = enters("Milo", 4, 5)
    verdict = wrong(room([LINA, ARNO, milo, leaves("Lina", 6, 7)]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "too many",
        "Lina, Arno, Milo held room at once, 3 where 2 may",
        (LINA, ARNO, milo),
    )


def test_only_those_of_the_moment_are_shown() -> None:
    before = [enters("Ada", 0, 0.1), leaves("Ada", 0.2, 0.3)]
    assert {one.who for one in wrong(room([*before, LINA, ARNO, enters("Milo", 4, 5)])).slice} == {
        "Lina",
        "Arno",
        "Milo",
    }


def test_the_holds_are_certain_only_after_the_answer_and_until_leaving_is_asked_for() -> None:
    assert kind(room([LINA, ARNO, leaves("Lina", 4, 9), enters("Milo", 3, 4)])) == "valid"
    assert kind(room([LINA, ARNO, leaves("Lina", 4.1, 9), enters("Milo", 3, 4)])) == "too many"


def test_each_room_is_counted_by_itself() -> None:
    assert kind(room([LINA, ARNO, enters("Milo", 4, 5, key="hall"), enters("Zoe", 4, 5, "refused")])) == "valid"


def test_the_same_person_takes_one_place() -> None:
    assert kind(room([LINA, enters("Lina", 2, 3), ARNO, enters("Milo", 4, 5, "refused")])) == "valid"
    assert kind(room([LINA, enters("Lina", 2, 3), enters("Milo", 4, 5, "refused")])) == "refused though free"


def test_renewing_often_and_in_vain_hides_no_later_hold() -> None:
    short = partial(lock, expires=2)
    vain = enters("Lina", 0, 3)  # it had expired before the answer came
    renewed = [enters("Lina", 4, 4.1), enters("Lina", 5, 5.1), enters("Lina", 6, 6.1)]
    assert kind(short([vain, *renewed, enters("Arno", 7.5, 7.6)])) == "too many"
    assert kind(short([vain, *renewed, enters("Arno", 8, 8.2)])) == "valid"


def test_refused_though_there_was_room() -> None:
    milo = enters("Milo", 4, 5, "refused")
    verdict = wrong(room([LINA, milo]))
    assert (verdict.kind, verdict.sentence, verdict.slice) == (
        "refused though free",
        "Milo was refused room, which at most 1 could hold then, where 2 may",
        (milo,),
    )
    assert kind(room([milo])) == "refused though free"
    assert kind(room([LINA, ARNO, leaves("Arno", 3, 3.9), milo])) == "refused though free"
    assert kind(room([LINA, enters("Arno", 5.1, 6), milo])) == "refused though free"


def test_a_refusal_is_right_if_the_room_was_possibly_full_at_one_moment_of_it() -> None:
    milo = enters("Milo", 4, 5, "refused")
    assert kind(room([LINA, ARNO, leaves("Arno", 3, 4), milo])) == "valid", "left as Milo asked"
    assert kind(room([LINA, enters("Arno", 5, 6), milo])) == "valid", "came as Milo was answered"
    assert kind(room([LINA, enters("Arno", 4.4, 4.5), leaves("Arno", 4.6, 4.7), milo])) == "valid", (
        "was there meanwhile"
    )


def test_who_got_no_answer_is_possibly_in_and_not_certainly() -> None:
    lost = enters("Arno", 2, 3, "unknown")
    assert kind(room([LINA, lost, enters("Milo", 4, 5), enters("Zoe", 6, 7, "refused")])) == "valid"
    assert kind(room([LINA, lost, enters("Milo", 4, 5, "refused")])) == "valid"
    assert kind(room([LINA, lost, leaves("Arno", 3, 3.5), enters("Milo", 4, 5, "refused")])) == "valid", (
        "it may come yet"
    )


def test_who_left_without_an_answer_is_possibly_still_in() -> None:
    lost = leaves("Arno", 3.2, 3.4, "unknown")
    assert kind(room([LINA, ARNO, lost, enters("Milo", 4, 5), enters("Zoe", 6, 7, "refused")])) == "valid"
    assert kind(room([LINA, ARNO, lost, enters("Milo", 4, 5, "refused")])) == "valid"
    again = [LINA, ARNO, lost, enters("Arno", 3.5, 3.6), enters("Milo", 4, 5)]
    assert kind(room(again)) == "valid", "the lost leaving may come about after the second entering"
    done = [LINA, ARNO, lost, leaves("Arno", 3.5, 3.6), enters("Milo", 4, 5, "refused")]
    assert kind(room(done)) == "refused though free"


def test_who_may_not_leave_stays() -> None:
    assert kind(room([LINA, ARNO, leaves("Lina", 3, 4, "refused"), enters("Milo", 5, 6)])) == "too many"


@pytest.mark.parametrize(
    "history",
    [
        [],
        [LINA, ARNO],
        [LINA, leaves("Lina", 1, 1.5), ARNO, enters("Milo", 4, 5)],
        [enters("Lina", 0, 1, "unknown"), ARNO],
    ],
)
def test_nobody_was_ever_too_many(history: list[Operation]) -> None:
    assert reason(room(history)) == "no more than 2 wanted the same at once"


def test_a_lock_is_held_by_one() -> None:
    assert kind(lock([LINA, enters("Arno", 2, 3, "refused"), leaves("Lina", 4, 5), enters("Arno", 4.5, 6)])) == "valid"
    verdict = wrong(lock([LINA, ARNO]))
    assert (verdict.kind, verdict.sentence) == (
        "too many",
        "Lina, Arno held room at once, 2 where 1 may",
    )
    assert kind(lock([LINA, leaves("Lina", 2, 3), ARNO])) == "valid", "they overlap, so either may have been first"
    assert kind(lock([LINA, leaves("Lina", 1, 1.5), ARNO])) == "unproven"
    assert kind(lock([enters("Arno", 2, 3, "refused")])) == "refused though free"


def test_a_lease_ends_by_itself() -> None:
    lease = partial(lock, expires=10)
    assert kind(lease([LINA, enters("Arno", 9, 9.9)])) == "too many", "until ten seconds after it was asked for"
    assert kind(lease([LINA, enters("Arno", 9, 10)])) == "valid"
    assert kind(lease([LINA, enters("Arno", 11, 12, "refused")])) == "valid", "ten seconds after it was answered"
    assert kind(lease([LINA, enters("Arno", 11.1, 12, "refused")])) == "refused though free"


def test_a_lease_can_be_renewed_and_lost() -> None:
    lease = partial(lock, expires=10)
    renewed = [LINA, enters("Lina", 8, 9)]
    assert kind(lease([*renewed, enters("Arno", 16, 17)])) == "too many"
    assert kind(lease([*renewed, enters("Arno", 18, 18.5), enters("Milo", 19, 19.5, "refused")])) == "valid"
    gone = [LINA, enters("Arno", 11, 12), enters("Lina", 13, 14, "refused"), enters("Lina", 22.5, 23)]
    assert kind(lease(gone)) == "valid"


def test_ten_thousand_operations_take_less_than_a_second() -> None:
    history = []
    for number in range(2_500):
        who, at = f"guest {number}", float(number)
        history += [
            enters(who, at, at + 0.2),
            leaves(who, at + 1.9, at + 2),
            enters("Zoe", at + 0.3, at + 0.8, "refused"),
        ]
        history.append(enters("Ada", at + 0.3, at + 0.8, "refused"))
    history.append(enters("first", -1, -0.5))
    history.append(leaves("first", 0.9, 0.95))
    start = perf_counter()
    assert kind(room(history)) == "valid"
    assert perf_counter() - start < 1

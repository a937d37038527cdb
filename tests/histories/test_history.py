"""Recording what people do, verdicts, and holding a platform to its promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import count
from math import inf

import pytest

from support.observing.broken import BrokenPromise
from support.observing.histories import (
    Checker,
    History,
    Invalid,
    NothingProven,
    Operation,
    Unproven,
    Valid,
    Verdict,
    every,
    exactly_once,
    hold,
)
from tests.histories.invented import op, reason, wrong


class Full(Exception):
    """The platform says no."""


def ticking() -> History:
    """A history whose clock goes up by one whenever it is looked at; it began at 0."""
    ticks: Iterator[int] = count()
    return History(refused=(Full,), clock=lambda: float(next(ticks)))


def test_what_ends_well_is_ok() -> None:
    history = ticking()
    with history.record("Lina", "reads", "list") as reading:
        reading.value = ["a", "b"]
    assert list(history) == [Operation("Lina", "reads", "list", ["a", "b"], 1, 2, "ok")]
    assert reading.outcome == "ok"


def test_what_the_platform_refuses_is_refused_and_goes_no_further() -> None:
    history = ticking()
    with history.record("Lina", "enters", "room") as entering:
        raise Full
    with history.record("Milo", "enters", "room") as other:
        other.refuse()
    assert [one.outcome for one in history] == ["refused", "refused"]
    assert entering.outcome == "refused"


@pytest.mark.parametrize("error", [ConnectionError, TimeoutError, ConnectionResetError])
def test_what_gets_no_answer_is_unknown_and_goes_no_further(error: type[Exception]) -> None:
    history = ticking()
    with history.record("Lina", "says", "room", "hi"):
        raise error
    with history.record("Milo", "says", "room", "ho") as other:
        other.lose()
    assert [(one.outcome, one.latest, one.possible, one.confirmed) for one in history] == [
        ("unknown", inf, True, False)
    ] * 2


def test_any_other_error_is_raised_and_leaves_it_unknown() -> None:
    history = ticking()
    with pytest.raises(AssertionError), history.record("Lina", "says", "room", "hi"):
        raise AssertionError
    with pytest.raises(KeyboardInterrupt), history.record("Lina", "says", "room", "hi"):
        raise KeyboardInterrupt
    assert [one.outcome for one in history] == ["unknown", "unknown"]


def test_a_recording_may_have_errors_of_its_own() -> None:
    history = ticking()
    with history.record("Lina", "says", "room", refused=(ValueError,)):
        raise ValueError
    with history.record("Lina", "says", "room", lost=(KeyError,)):
        raise KeyError
    with pytest.raises(Full), history.record("Lina", "says", "room", refused=()):
        raise Full
    with pytest.raises(TimeoutError), history.record("Lina", "says", "room", lost=()):
        raise TimeoutError
    assert [one.outcome for one in history] == ["refused", "unknown", "unknown", "unknown"]


def test_what_is_under_way_is_unknown_until_it_ends() -> None:
    history = ticking()
    with history.record("Lina", "says", "room", "hi"):
        (pending,) = history
        assert (pending.outcome, pending.returned, pending.possible) == ("unknown", inf, True)
    assert [one.outcome for one in history] == ["ok"]


def test_a_reading_is_kept_as_it_was() -> None:
    history, members = ticking(), ["a"]
    with history.record("Lina", "reads", "list", members):
        pass
    members.append("b")
    assert [one.value for one in history] == [["a"]]


def test_it_is_told_in_the_order_of_calling() -> None:
    history = ticking()
    with history.record("Lina", "says", "room", "long"):
        history.saw("Milo", "sees", "room", "x")
        history.saw("Milo", "sees", "room", "early", at=0.5)
    assert [(one.value, one.called, one.returned) for one in history] == [
        ("early", 0.5, 0.5), ("long", 1, 3), ("x", 2, 2),
    ]  # fmt: skip


def test_what_is_seen_or_happens_now_has_the_time_of_now() -> None:
    history = ticking()
    history.saw("Milo", "sees", "room", "x")
    history.happened("audit-service died")
    assert list(history) == [Operation("Milo", "sees", "room", "x", 1, 1, "ok")]
    assert [(one.at, one.what) for one in history.happenings] == [(2, "audit-service died")]


def test_the_clock_is_told_as_the_time_of_day() -> None:
    began = datetime.now(UTC)
    history = History(clock=lambda: 5_000.0)
    assert 0 <= (history.time(5_000.0) - began).total_seconds() < 5
    assert (history.time(5_060.0) - history.time(5_000.0)).total_seconds() == 60


def test_many_may_record_at_once() -> None:
    history = History()

    def act(who: int) -> None:
        for number in range(200):
            with history.record(str(who), "adds", "list", (who, number)):
                list(history) if number % 100 == 0 else None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(8)))
    assert len({one.value for one in history}) == 1_600
    assert all(one.called <= one.returned for one in history)


FINE: Checker = lambda _: Valid()  # noqa: E731
IDLE: Checker = lambda _: Unproven("nobody came")  # noqa: E731


def bad(kind: str, size: int, *more: str) -> Checker:
    shown = tuple(op("Lina", "does", number, number) for number in range(size))
    return lambda _: Invalid(shown, f"{kind} happened", kind, more)


def test_every_is_as_good_as_the_worst() -> None:
    assert every(FINE, FINE)([]) == Valid()
    assert every()([]) == Valid()
    assert reason(every(FINE, IDLE, IDLE)([])) == "nobody came; nobody came"
    assert wrong(every(IDLE, bad("this", 1), FINE)([])).kind == "this"


def test_every_shows_the_smallest_slice_and_tells_of_all() -> None:
    verdict = wrong(every(bad("this", 3, "and so on"), bad("that", 2, "and more"))([]))
    assert (verdict.kind, verdict.sentence, len(verdict.slice)) == ("that", "that happened", 2)
    assert verdict.more == ("and more", "this happened", "and so on")


def test_every_hands_all_to_each() -> None:
    seen: list[list[Operation]] = []

    def watch(history: object) -> Verdict:
        seen.append(list(history))  # type: ignore[call-overload]
        return Valid()

    one = op("Lina", "does", 1, 1)
    every(watch, watch)(iter([one]))
    assert seen == [[one], [one]]


def test_a_kept_promise_passes() -> None:
    hold(Valid(), History(), promise="AU-04")
    hold(FINE, History(), promise="AU-04")


@pytest.mark.parametrize("checked", [IDLE, Unproven("nobody came")])
def test_what_proves_nothing_is_an_error_of_the_test(checked: Checker | Unproven) -> None:
    with pytest.raises(NothingProven, match=re.escape("AU-04 was not put to the test: nobody came")) as error:
        hold(checked, History(), promise="AU-04")
    assert not isinstance(error.value, AssertionError)


def test_a_broken_promise_is_told_with_the_smallest_slice() -> None:
    history = History(clock=lambda: 100.0)
    zero = history.time(100.0)
    history.add(Operation("Olga", "adds", "Depot", 7, 101, 101.004))
    history.add(Operation("Olga", "adds", "Depot", 8, 102, 102.5, "unknown"))
    history.add(Operation("Piotr", "reads", "Depot", [8], 105, 105.25))
    history.happened("audit-service died", at=103)
    history.happened("audit-service was started", at=200)
    history.happened("audit-service was healthy", at=100)
    with pytest.raises(BrokenPromise) as failure:
        hold(partial(exactly_once, added="adds", read="reads"), history, promise="AU-04")

    def at(clock: float) -> str:
        return f"{history.time(clock):%H:%M:%S.%f}"[:-3]

    assert (history.time(101) - zero).total_seconds() == 1
    assert str(failure.value).splitlines() == [
        "7 was confirmed and never read, not even by Piotr at the end (AU-04):",
        f"  {at(101)}  Olga   adds 7 (Depot), confirmed after 4 ms",
        f"  {at(103)}         audit-service died",
        f"  {at(105)}  Piotr  reads 1: 8 (Depot), confirmed after 250 ms",
    ]
    assert failure.value.key == "AU-04: never read"


def test_what_else_is_wrong_follows() -> None:
    with pytest.raises(BrokenPromise) as failure:
        hold(bad("this", 1, "that happened too"), History(), promise="AU-04")
    assert str(failure.value).splitlines()[0] == "this happened (AU-04):"
    assert str(failure.value).splitlines()[-1] == "  also: that happened too"


def lines_of(*shown: Operation) -> list[str]:
    with pytest.raises(BrokenPromise) as failure:
        hold(Invalid(shown, "wrong", "wrong"), History(), promise="AU-04")
    return [line[16:] for line in str(failure.value).splitlines()[1:]]


def test_each_outcome_has_its_words() -> None:
    assert lines_of(
        op("Lina", "says", "hi", 1, 2, "unknown"),
        op("Milo", "says", "ho", 3, 3.0104, "refused"),
        op("Lina", "sees", 5, 4),
        op("Arno", "says", "x", 5, inf, "unknown"),
    ) == [
        'Lina  says "hi" (room), answer lost after 1000 ms',
        'Milo  says "ho" (room), refused after 10 ms',
        "Lina  sees 5 (room)",
        'Arno  says "x" (room), not answered yet',
    ]


def test_long_things_are_cut() -> None:
    (line,) = lines_of(op("Lina", "says", "x" * 200, 1))
    assert line == f'Lina  says "{"x" * 119}… (room)'
    (line,) = lines_of(op("Lina", "reads", list(range(40)), 1))
    assert line == "Lina  reads 40: 0, 1, 2, 3, 4, 5, …, 34, 35, 36, 37, 38, 39 (room)"
    (line,) = lines_of(op("Lina", "reads", list(range(12)), 1))
    assert line == "Lina  reads 12: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 (room)"
    told = lines_of(*(op("Lina", "does", number, number) for number in range(25)))
    assert (len(told), told[0], told[-1]) == (25, "Lina  does 0 (room)", "Lina  does 24 (room)")
    with pytest.raises(BrokenPromise) as failure:
        hold(bad("this", 30), History(), promise="AU-04")
    assert (len(str(failure.value).splitlines()), "  … 6 more …" in str(failure.value).splitlines()) == (26, True)

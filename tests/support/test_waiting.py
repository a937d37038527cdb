"""Waiting: what ends it, and what it says when what was waited for does not come."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, pairwise, repeat
from time import perf_counter
from typing import TypeVar

import pytest
from hamcrest import equal_to, greater_than, has_item, has_length

from support.evidence.journal import Journal
from support.failures import EnvironmentFailure
from support.observing import waiting
from support.observing.waiting import POLL, SLOWEST_POLL, eventually, looks, never

T = TypeVar("T")


def sequence(*values: T) -> Callable[[], T]:
    """Observe these values one after another, the last one for ever; an error among them is raised."""
    source: Iterator[T] = chain(values, repeat(values[-1]))

    def observe() -> T:
        value = next(source)
        if isinstance(value, BaseException):
            raise value
        return value

    return observe


def test_what_is_there_already_is_returned_at_once() -> None:
    start = perf_counter()
    assert eventually(lambda: 3, equal_to(3), within=5, what="a number") == 3
    assert perf_counter() - start < 0.1


def test_what_comes_later_is_waited_for() -> None:
    assert eventually(sequence(1, 2, 3), greater_than(2), within=5, what="a number", poll=0.001) == 3


def test_the_failure_tells_what_was_expected_and_every_change_with_its_time() -> None:
    start = perf_counter()
    with pytest.raises(AssertionError) as failure:
        eventually(sequence(0, 0, 1, 1, 2), equal_to(3), within=0.4, what="Arno's unread messages")
    assert perf_counter() - start >= 0.4
    told = str(failure.value).splitlines()
    assert told[0] == "Arno's unread messages: expected <3> within 0.4 s,"
    latest = re.fullmatch(r"  seen <2> \(since (0\.\d\d) s\)", told[1])
    before = re.fullmatch(r"  before that <1> \(since (0\.\d\d) s\)", told[2])
    assert latest and before, told
    assert 0.04 <= float(before[1]) < float(latest[1])
    assert told[3] == "  before that <0> (since 0.00 s)"
    assert re.fullmatch(r"  \d+ looks in 0\.[4-9]\d s", told[4])


def test_the_mismatch_of_a_matcher_is_told() -> None:
    with pytest.raises(AssertionError, match=r"seen <\[\]> with length of <0> \(since"):
        eventually(list, has_length(1), within=0, what="frames")


def test_many_changes_are_told_by_the_first_and_the_last() -> None:
    with pytest.raises(AssertionError) as failure:
        eventually(sequence(*range(30)), equal_to(-1), within=0.2, what="a number", poll=0.001)
    told = str(failure.value)
    assert "seen <29>" in told
    assert "before that 21 more changes\n  before that <0> (since 0.00 s)" in told
    assert len(told.splitlines()) == 12


def test_a_long_observation_is_cut() -> None:
    with pytest.raises(AssertionError) as failure:
        eventually(lambda: "x" * 100_000, equal_to("y"), within=0, what="a text")
    assert len(str(failure.value)) < 700


def test_there_is_a_last_look_at_the_deadline() -> None:
    start = perf_counter()
    late = lambda: perf_counter() - start >= 0.2  # noqa: E731
    assert eventually(late, equal_to(True), within=0.2, what="the hour", poll=10)


def test_an_assertion_error_is_an_observation() -> None:
    observe = sequence(AssertionError("not yet"), "here")
    assert eventually(observe, equal_to("here"), within=1, what="somebody") == "here"
    with pytest.raises(AssertionError, match=r"seen nothing, because not signed in \(since 0\.00 s\)"):
        eventually(sequence(AssertionError("not signed in")), equal_to(1), within=0.05, what="a thing")


def test_any_other_error_ends_the_wait() -> None:
    with pytest.raises(ZeroDivisionError):
        eventually(lambda: 1 // 0, equal_to(1), within=5, what="a number")
    with pytest.raises(ZeroDivisionError):
        never(lambda: 1 // 0, equal_to(1), during=5, what="a number")


def test_patience_multiplies_the_deadline() -> None:
    waiting.set_patience(3)
    start = perf_counter()
    with pytest.raises(AssertionError, match=r"within 0\.1 s \(0\.3 s with patience 3\)"):
        eventually(lambda: 0, equal_to(1), within=0.1, what="a number")
    assert 0.3 <= perf_counter() - start < 0.6
    start = perf_counter()
    never(lambda: 0, equal_to(1), during=0.1, what="a number")
    assert 0.3 <= perf_counter() - start < 0.6


@pytest.mark.parametrize("patience", [0.1, 5])
def test_no_patience_changes_a_figure_of_a_promise(patience: float) -> None:
    waiting.set_patience(patience)
    start = perf_counter()
    with pytest.raises(AssertionError, match=r"within 0\.2 s,"):
        eventually(lambda: 0, equal_to(1), within=0.2, what="a number", promised=True)
    assert 0.2 <= perf_counter() - start < 0.5


def test_impatience_does_not_watch_for_a_shorter_time() -> None:
    waiting.set_patience(0.1)
    start = perf_counter()
    never(lambda: 0, equal_to(1), during=0.2, what="a number")
    assert perf_counter() - start >= 0.2


def test_waits_for_one_fault_share_its_clock() -> None:
    fault = waiting.now()
    eventually(lambda: perf_counter() - fault >= 0.2, equal_to(True), within=0.3, what="the first", since=fault)
    with pytest.raises(AssertionError, match=r"(?s)the second.*within 0\.3 s.*in 0\.3"):
        _ = eventually(lambda: 0, equal_to(1), within=0.3, what="the second", since=fault)
    assert 0.3 <= waiting.now() - fault < 0.5


def test_a_deadline_that_is_over_leaves_one_look() -> None:
    assert eventually(lambda: 1, equal_to(1), within=0.1, what="a number", since=waiting.now() - 5) == 1
    with pytest.raises(AssertionError, match="1 look in 5"):
        eventually(lambda: 0, equal_to(1), within=0.1, what="a number", since=waiting.now() - 5)


@pytest.mark.parametrize("wait", ["eventually", "never"])
def test_the_alarm_ends_a_wait_at_once(wait: str) -> None:
    rings = sequence(None, None, EnvironmentFailure("chat-server died", "look into its log"))
    waiting.set_alarm(rings)
    start = perf_counter()
    with pytest.raises(EnvironmentFailure, match="chat-server died"):
        if wait == "never":
            never(lambda: 0, equal_to(1), during=5, what="a number")
        else:
            eventually(lambda: 0, equal_to(1), within=5, what="a number")
    assert perf_counter() - start < 0.5


def test_never_passes_after_the_whole_time() -> None:
    start = perf_counter()
    never(lambda: [1, 2], has_item(3), during=0.2, what="the frames of Zoe")
    assert 0.2 <= perf_counter() - start < 0.5


def test_never_fails_as_soon_as_it_is_seen() -> None:
    start = perf_counter()
    with pytest.raises(AssertionError) as failure:
        never(sequence([], [], ["hello"]), has_item("hello"), during=5, what="the frames of Zoe")
    assert perf_counter() - start < 1
    told = str(failure.value).splitlines()
    assert told[0].startswith("the frames of Zoe: must never be a sequence containing 'hello', but was after 0.0")
    assert told[1].startswith("  seen ['hello'] (since 0.0")
    assert told[2] == "  before that [] (since 0.00 s)"


def test_never_looks_at_the_end_too() -> None:
    start = perf_counter()
    late = lambda: perf_counter() - start >= 0.2  # noqa: E731
    with pytest.raises(AssertionError, match="must never be"):
        never(late, equal_to(True), during=0.2, what="the hour")


def test_what_cannot_be_observed_is_not_absent() -> None:
    with pytest.raises(AssertionError, match="nobody could tell"):
        never(sequence(0, AssertionError("line lost")), equal_to(1), during=0.05, what="a number")
    never(sequence(AssertionError("line lost"), 0), equal_to(1), during=0.05, what="a number")


def test_every_wait_is_in_the_journal() -> None:
    journal = Journal()
    waiting.set_journal(journal)
    eventually(sequence(1, 2), equal_to(2), within=1, what="a number")
    never(lambda: 1, equal_to(2), during=0.01, what="another")
    with pytest.raises(AssertionError):
        eventually(lambda: 1, equal_to(2), within=0.01, what="a third")
    with pytest.raises(ZeroDivisionError):
        eventually(lambda: 1 // 0, equal_to(2), within=0.01, what="a fourth")
    assert [entry.channel for entry in journal.entries] == ["wait"] * 4
    told = [entry.what.partition(" (")[0] for entry in journal.entries]
    assert told == [
        "waited for a number",
        "watched another",
        "waited in vain for a third",
        "gave up waiting for a fourth",
    ]
    assert journal.entries[0].details["matcher"] == "<2>"
    assert journal.entries[0].details["looks"] == 2
    assert [line.partition(": ")[2] for line in journal.entries[0].details["history"]] == [
        "<1>",
        "as expected: 2",
    ]


def test_looks_come_at_once_then_by_the_poll_and_at_the_deadline() -> None:
    times = list(looks(0.1, 0.03))
    assert 3 <= len(times) <= 5
    assert times[0] == 0.0
    assert all(after - before >= 0.03 for before, after in pairwise(times[:-1]))
    assert 0.1 <= times[-1] < 0.2
    assert len(list(looks(0))) == 1


def test_looks_come_less_often_the_longer_it_takes() -> None:
    gaps = [after - before for before, after in pairwise(looks(1.5))][:-1]
    assert all(POLL <= gap < POLL + 0.02 for gap in gaps[:3])
    assert all(SLOWEST_POLL <= gap < SLOWEST_POLL + 0.03 for gap in gaps[-3:])

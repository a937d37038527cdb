"""Waiting for what can be observed, with a deadline, and saying what was observed when it does not come.

The only module that sleeps. A deadline is multiplied by the patience of the run, unless it is a figure of a promise;
and what must not happen is watched for at least as long as was asked for.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from hamcrest.core.matcher import Matcher

    from support.evidence.journal import Journal

T = TypeVar("T")

POLL = 0.02
"""Seconds between two looks at first, unless said otherwise."""
SLOWEST_POLL = 0.1
"""Seconds between two looks at most: looking costs time too, most of all in a browser that is traced."""
LAG = 0.1
"""How late something may be noticed, as a share of the time it took; what is measured has stamps of its own."""
_CHANGES_KEPT = 8
_LONGEST_OBSERVATION = 400


@dataclass
class _Habits:
    patience: float = 1.0
    alarm: Callable[[], object] | None = None
    journal: "Journal | None" = None
    waiting_for: str = ""


_habits = _Habits()


def set_patience(factor: float) -> None:
    """Multiply every deadline from now on by this factor."""
    _habits.patience = factor


def set_alarm(alarm: Callable[[], object] | None) -> None:
    """Have this called at every look. It ends the wait at once by raising, e.g. `EnvironmentFailure`."""
    _habits.alarm = alarm


def set_journal(journal: "Journal | None") -> None:
    """Record every wait in this journal from now on; nothing is under way."""
    _habits.journal, _habits.waiting_for = journal, ""


def under_way() -> str:
    """What is being waited for or watched at this moment; empty when nothing is."""
    return _habits.waiting_for


def patient(seconds: float) -> float:
    """Return a deadline as the patience of the run stretches it."""
    return seconds * _habits.patience


def now() -> float:
    """Seconds on the clock that `since` is read from; it never goes back."""
    return time.perf_counter()


def looks(
    within: float, poll: float | None = None, *, since: float | None = None, stretch: float | None = None
) -> Iterator[float]:
    """Yield the seconds since the start: at once, then every `poll` seconds, and a last time at the deadline.

    Without `poll` it looks less often the longer it takes. `since` is a moment (`now`) from which the deadline
    counts; it may be over already, and then there is one look. `stretch` stands in for the patience of the run.

    The bare loop, without alarm and record, for those who wait for something that is no promise of the
    product.
    """
    start = now() if since is None else since
    deadline = within * (_habits.patience if stretch is None else stretch)
    elapsed = now() - start if since is not None else 0.0
    while True:
        yield elapsed
        if elapsed >= deadline:
            return
        elapsed = now() - start
        pause = poll if poll is not None else min(SLOWEST_POLL, max(POLL, LAG * elapsed))
        time.sleep(max(0.0, min(pause, deadline - elapsed)))
        elapsed = now() - start


def eventually(
    observe: Callable[[], T],
    expected: "Matcher[Any]",
    *,
    within: float,
    what: str,
    poll: float | None = None,
    promised: bool = False,
    since: float | None = None,
) -> T:
    """Look until what is observed is as expected, and return it.

    `what` names what is looked at, as a noun: "the messages that Arno has seen". `within` is in seconds and
    counts until the last look begins; there is always one at the deadline. An AssertionError from `observe`
    is an observation like any other; any other error from it, or from the alarm, ends the wait.

    `promised` says that `within` is a figure of the product's own, which no patience stretches or shrinks; it should
    count from what the promise counts from, such as a fault, a moment of `now` given as `since`. Several waits with
    one `since` share one deadline.

    Raises AssertionError with what was expected, and what was seen instead and since when.
    """
    history = _History()
    stretch = 1.0 if promised else _habits.patience
    _habits.waiting_for = what
    for elapsed in looks(within, poll, since=since, stretch=stretch):
        try:
            _sound_alarm()
            value = observe()
        except AssertionError as unseen:
            history.note(elapsed, f"nothing, because {unseen}")
            continue
        except BaseException as error:
            history.note(elapsed, f"the end of it: {error}")
            _record(f"gave up waiting for {what}", expected, history, elapsed)
            raise
        if expected.matches(value):
            history.note(elapsed, f"as expected: {_shown(value)}")
            _record(f"waited for {what}", expected, history, elapsed)
            return value
        history.note(elapsed, _mismatch(expected, value))
    _record(f"waited in vain for {what}", expected, history, elapsed)
    raise AssertionError(f"{what}: expected {expected} within {_deadline(within, stretch)},\n{history.tell(elapsed)}")


def never(observe: Callable[[], T], unwanted: "Matcher[Any]", *, during: float, what: str) -> None:
    """Look for a while and fail as soon as what must not happen is seen.

    As with `eventually`, an AssertionError from `observe` is an observation; but the last look must succeed,
    since what cannot be observed cannot be said to be absent. Patience may stretch `during`, and never shrinks it.

    Raises AssertionError with what was seen and when.
    """
    history = _History()
    blind: AssertionError | None = None
    stretch = max(1.0, _habits.patience)
    _habits.waiting_for = what
    for elapsed in looks(during, POLL, stretch=stretch):
        try:
            _sound_alarm()
            value = observe()
        except AssertionError as unseen:
            blind = unseen
            history.note(elapsed, f"nothing, because {unseen}")
            continue
        except BaseException as error:
            history.note(elapsed, f"the end of it: {error}")
            _record(f"gave up watching {what}", unwanted, history, elapsed)
            raise
        blind = None
        history.note(elapsed, _shown(value))
        if unwanted.matches(value):
            _record(f"saw what must not be: {what}", unwanted, history, elapsed)
            raise AssertionError(
                f"{what}: must never be {unwanted}, but was after {elapsed:.2f} s,\n{history.tell(elapsed)}"
            )
    if blind is not None:
        _record(f"could not watch {what}", unwanted, history, elapsed)
        raise AssertionError(
            f"{what}: must never be {unwanted}, but at the end of {_deadline(during, stretch)} nobody could tell,\n"
            f"{history.tell(elapsed)}"
        )
    _record(f"watched {what}", unwanted, history, elapsed)


@dataclass
class _Change:
    since: float
    seen: str


@dataclass
class _History:
    """What was observed: each change with its time, the first one and the latest of the others."""

    first: _Change | None = None
    latest: deque[_Change] = field(default_factory=lambda: deque(maxlen=_CHANGES_KEPT))
    changes: int = 0
    looks: int = 0

    def note(self, elapsed: float, seen: str) -> None:
        self.looks += 1
        last = self.latest[-1] if self.latest else self.first
        if last is not None and last.seen == seen:
            return
        self.changes += 1
        change = _Change(elapsed, seen)
        if self.first is None:
            self.first = change
        else:
            self.latest.append(change)

    def kept(self) -> list[_Change]:
        """The changes kept, latest first."""
        return [*reversed(self.latest), *([self.first] if self.first else [])]

    def tell(self, elapsed: float) -> str:
        left_out = self.changes - len(self.latest) - 1
        lines = []
        for number, change in enumerate(self.kept()):
            if left_out > 0 and change is self.first:
                lines.append(f"  before that {left_out} more changes")
            lines.append(f"  {'before that' if number else 'seen'} {change.seen} (since {change.since:.2f} s)")
        return "\n".join([*lines, f"  {self.looks} look{'s' * (self.looks != 1)} in {elapsed:.2f} s"])


def _sound_alarm() -> None:
    if _habits.alarm is not None:
        _habits.alarm()


def _deadline(seconds: float, stretch: float) -> str:
    stretched = f" ({seconds * stretch:g} s with patience {stretch:g})" if stretch != 1 else ""
    return f"{seconds:g} s{stretched}"


def _mismatch(expected: "Matcher[Any]", value: object) -> str:
    from hamcrest.core.string_description import StringDescription

    description = StringDescription()
    expected.describe_mismatch(value, description)
    return _bounded(str(description).removeprefix("was "))


def _shown(value: object) -> str:
    return _bounded(repr(value))


def _bounded(text: str) -> str:
    if len(text) <= _LONGEST_OBSERVATION:
        return text
    half = _LONGEST_OBSERVATION // 2
    return f"{text[:half]} … {text[-half:]}"


def _record(what: str, matcher: "Matcher[Any]", history: _History, elapsed: float) -> None:
    _habits.waiting_for = ""
    if _habits.journal is not None:
        _habits.journal.record(
            "wait",
            f"{what} ({elapsed:.2f} s)",
            matcher=str(matcher),
            looks=history.looks,
            seconds=round(elapsed, 2),
            history=[f"{change.since:.2f} s: {change.seen}" for change in reversed(history.kept())],
        )

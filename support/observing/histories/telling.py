"""Telling people what a history shows, and holding a platform to its promise."""

from collections.abc import Hashable, Iterable
from datetime import datetime
from math import isinf
from typing import Any

from support.observing.broken import BrokenPromise
from support.observing.histories.history import History, Operation
from support.observing.histories.verdicts import Checker, Invalid, Unproven, Valid

MOST = 24
"""Lines of a slice that are told; those between its first and its last are left out."""
LONGEST = 120
"""Characters of a value that are told."""
READ = 12
"""Members of a whole reading that are told, from its beginning and its end."""


class NothingProven(Exception):
    """Nothing happened that could have broken the promise: an error of the test, which must never be green."""


def hold(checked: "Checker | Valid | Invalid | Unproven", history: History, *, promise: str) -> None:
    """Hold the platform to a promise, by the verdict of a checker or the checker itself.

    Raises `BrokenPromise` (an AssertionError) when it is *invalid*: the sentence, then the smallest slice with times of
    day (UTC) and what befell the platform meanwhile. Raises `NothingProven` when it is *unproven*.
    """
    verdict = checked(history) if callable(checked) else checked
    if isinstance(verdict, Unproven):
        raise NothingProven(f"{promise} was not put to the test: {verdict.reason}")
    if isinstance(verdict, Invalid):
        raise BrokenPromise(promise, verdict.sentence, kind=verdict.kind, seen=told(verdict, history))


def told(verdict: Invalid, history: History) -> str:
    """The slice, a line for each moment that matters, then what else is wrong."""
    width = max((len(one.who) for one in verdict.slice), default=0)
    moments: list[tuple[float, str]] = []
    for one in verdict.slice:
        moments += _moments(one, width)
    if moments:
        first, last = min(moments)[0], max(moments)[0]
        moments += [(one.at, f"{'':{width}}  {one.what}") for one in history.happenings if first <= one.at <= last]
    lines = [f"  {_clock(history.time(at))}  {text}" for at, text in sorted(moments, key=lambda moment: moment[0])]
    if len(lines) > MOST:
        half = MOST // 2
        lines[half:-half] = [f"  … {len(lines) - 2 * half} more …"]
    return "\n".join([*lines, *(f"  also: {sentence}" for sentence in verdict.more)])


def _moments(one: Operation, width: int) -> Iterable[tuple[float, str]]:
    said = f"{one.who:<{width}}  {one.what} {shown(one.value)} ({shown_key(one.key)})"
    if one.called == one.returned and one.confirmed:
        return [(one.called, said)]
    words = {"ok": "confirmed", "refused": "refused", "unknown": "answer lost"}
    if isinf(one.returned):
        return [(one.called, f"{said}, not answered yet")]
    return [(one.called, f"{said}, {words[one.outcome]} after {(one.returned - one.called) * 1000:.0f} ms")]


def shown_key(key: Hashable) -> str:
    """A key as people read it."""
    return str(key)


def shown(value: Any) -> str:
    """A value as people read it: texts in quotes, a whole reading by its number and its ends."""
    if isinstance(value, list):
        members = [shown(each) for each in value]
        if len(members) > READ:
            members[READ // 2 : -READ // 2] = ["…"]
        return f"{len(value)}: {', '.join(members)}"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}.{moment.microsecond // 1000:03}"

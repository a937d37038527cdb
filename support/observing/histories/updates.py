"""Changes of one thing by several people: counting, and building upon what somebody else wrote."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from support.observing.histories.history import Operation
from support.observing.histories.telling import shown
from support.observing.histories.verdicts import Finding, Verdict, judged


class Change(NamedTuple):
    """The value of a change: what it was built upon, and what it made of it."""

    base: Hashable
    result: Hashable

    def __str__(self) -> str:
        return f"{shown(self.base)} → {shown(self.result)}"


def counter(history: Iterable[Operation], *, added: str, read: str, initial: float = 0) -> Verdict:
    """Whether each reading of a counter lies between what was acknowledged and what was attempted.

    `added` adds its value, which may be negative; `read` has the count as value. At least: all additions that were
    confirmed before the reading began, and those below zero that were asked for before it ended. At most: the other way
    round. Ways of being wrong: *too little*, *too much*.

    *Unproven* when no addition was confirmed, or nobody read a counter after the last confirmation. O(n log n). After
    Jepsen's counter.
    """
    additions: dict[Hashable, list[Operation]] = defaultdict(list)
    readings: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in history:
        if one.what == added and one.possible:
            additions[one.key].append(one)
        elif one.what == read and one.confirmed:
            readings[one.key].append(one)
    findings: list[Finding] = []
    last: dict[Hashable, float] = {}
    for key, found in additions.items():
        certain = [one.returned for one in found if one.confirmed]
        if certain:
            last[key] = max(certain)
    for key, found in readings.items():
        findings += _miscounted(additions[key], found, initial)
    unread = [key for key, moment in last.items() if not any(one.called > moment for one in readings[key])]
    unproven = f"nobody read {unread[0]} after the last addition was confirmed" if unread else ""
    return judged(findings, unproven if last else "no addition was confirmed")


def no_lost_update(history: Iterable[Operation], *, changed: str, read: str | None = None) -> Verdict:
    """Whether no confirmed change was overwritten by somebody who did not know of it.

    The value of `changed` is a `Change`; bases and results are unique within a key (a version, or a text that nobody
    else writes). No two confirmed changes may have the same base, and nobody may be refused whose base nobody else
    possibly replaced: record refusals for other reasons under another name. With `read`, whose value is the state, the
    last reading after all confirmations shows a result in whose line all confirmed changes are. Ways of being wrong:
    *overwritten*, *refused without a rival*, *not in the end*.

    *Unproven* unless two changes had the same base; with `read` also when nobody read after the last
    confirmation. O(n).
    """
    changes: dict[Hashable, list[Operation]] = defaultdict(list)
    readings: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in history:
        if one.what == changed:
            changes[one.key].append(one)
        elif one.what == read and one.confirmed:
            readings[one.key].append(one)
    findings: list[Finding] = []
    contended, unread = False, ""
    for key, found in changes.items():
        by_base: dict[Hashable, list[Operation]] = defaultdict(list)
        for one in found:
            by_base[one.value.base].append(one)
        contended = contended or any(len(rivals) > 1 for rivals in by_base.values())
        findings += _forked(by_base)
        certain = [one for one in found if one.confirmed]
        if read is None or not certain:
            continue
        moment = max(one.returned for one in certain)
        final = max((one for one in readings[key] if one.called > moment), key=lambda one: one.called, default=None)
        if final is None:
            unread = unread or f"nobody read {key} after its last change was confirmed"
        else:
            findings += _not_in_line(found, final)
    return judged(findings, unread if contended else "no two changes were built upon the same")


class _Sums:
    """The sum of amounts up to a time."""

    def __init__(self, amounts: Iterable[tuple[float, float]]) -> None:
        ordered = sorted(amounts)
        self._times = [time for time, _ in ordered]
        self._sums = [0.0, *accumulate(amount for _, amount in ordered)]

    def before(self, time: float) -> float:
        return self._sums[bisect_left(self._times, time)]

    def until(self, time: float) -> float:
        return self._sums[bisect_right(self._times, time)]


def _miscounted(additions: Sequence[Operation], readings: Iterable[Operation], initial: float) -> Iterator[Finding]:
    sure = [one for one in additions if one.confirmed]
    up = _Sums((one.returned, one.value) for one in sure if one.value > 0)
    perhaps_up = _Sums((one.called, one.value) for one in additions if one.value > 0)
    down = _Sums((one.returned, one.value) for one in sure if one.value < 0)
    perhaps_down = _Sums((one.called, one.value) for one in additions if one.value < 0)
    for one in readings:
        least = initial + up.before(one.called) + perhaps_down.until(one.returned)
        most = initial + perhaps_up.until(one.returned) + down.before(one.called)
        told = f"{one.who} read {one.value:g} of {one.key}, and it must be"
        if one.value < least:
            latest = max(
                (each for each in sure if each.returned < one.called), key=lambda each: each.returned, default=one
            )
            yield Finding("too little", [latest, one], f"{told} at least {least:g}")
        elif one.value > most:
            yield Finding("too much", [one], f"{told} at most {most:g}")


def _forked(by_base: Mapping[Hashable, Sequence[Operation]]) -> Iterator[Finding]:
    for base, rivals in by_base.items():
        certain = [one for one in rivals if one.confirmed]
        if len(certain) > 1:
            people = " and ".join(one.who for one in certain[:2])
            told = f"{people} both changed {shown(base)} of {certain[0].key}, one without the other's change"
            yield Finding("overwritten", certain[:2], told)
        for one in rivals:
            if one.outcome == "refused" and not any(
                other.possible and other.called <= one.returned for other in rivals
            ):
                told = f"{one.who} was refused to change {shown(base)} of {one.key}, which nobody else had changed"
                yield Finding("refused without a rival", [one], told)


def _not_in_line(changes: Iterable[Operation], final: Operation) -> Iterator[Finding]:
    """Each confirmed change that the state which was read last does not come from."""
    made_by = {one.value.result: one for one in sorted(changes, key=lambda one: one.confirmed) if one.possible}
    line: set[int] = set()
    state: Hashable = final.value
    while state in made_by and id(made_by[state]) not in line:
        line.add(id(made_by[state]))
        state = made_by[state].value.base
    for one in made_by.values():
        if one.confirmed and id(one) not in line:
            end = f"{final.who} read {shown(final.value)} of {one.key} at the end"
            told = f"{end}, which is not built upon the change {one.value} of {one.who}"
            yield Finding("not in the end", [one, final], told)

"""Holding something that not everybody can have: places in a room, a lock, a lease."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

from support.observing.histories.history import Operation
from support.observing.histories.verdicts import Finding, Verdict, judged


@dataclass
class _Hold:
    """From when to when somebody held something, and the taking that began it."""

    since: float
    until: float
    taken: Operation


Holds = dict[Hashable, list[_Hold]]


def bounded(
    history: Iterable[Operation],
    *,
    limit: int,
    taken: str,
    released: str,
    expires: float = inf,
) -> Verdict:
    """Whether never more than `limit` hold a key at once, and nobody is refused while one more could.

    `taken` takes a place and `released` gives it back; who holds it is who took it, one place each, doing one thing at
    a time; taking again renews. Without release it ends `expires` seconds after it was given. Held *certainly* from the
    confirmation until the release is asked for (or it may have expired); held *possibly* from the asking until the
    release is confirmed (or it must have expired).
    Ways of being wrong: *too many* certain holds at one moment; *refused though free*, when at no moment of the asking
    the possible holds reached the limit. A lost request may still come about at any time: after a lost taking somebody
    possibly holds for ever, after a lost release they hold nothing certainly.

    *Unproven* when nobody was refused and the possible holds never went above the limit. O(n log n), and for each
    refusal the changes during it.
    """
    operations = list(history)
    certain, possible = _holds(operations, taken, released, expires)
    refusals: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in operations:
        if one.what == taken and one.outcome == "refused":
            refusals[one.key].append(one)
    findings: list[Finding] = []
    proven = False
    for key in {**possible, **refusals}:
        possibly = _Course(possible[key])
        proven = proven or bool(refusals[key]) or possibly.most > limit
        findings += _too_many(certain[key], limit)
        findings += _refused_though_free(refusals[key], possibly, limit)
    return judged(findings, "" if proven else f"no more than {limit} wanted the same at once")


def exclusive(history: Iterable[Operation], *, taken: str, released: str, expires: float = inf) -> Verdict:
    """Whether only one holds a key at a time, and nobody is refused while nobody could hold it: `bounded` by one.

    A lease is held certainly until `expires` seconds after it was asked for, and possibly until so long after it was
    confirmed.

    *Unproven* when no two wanted the same key at once. Cost as of `bounded`. After Jepsen's mutex.
    """
    return bounded(history, limit=1, taken=taken, released=released, expires=expires)


def _holds(operations: Iterable[Operation], taken: str, released: str, expires: float) -> tuple[Holds, Holds]:
    """What was certainly held, and what possibly, by key; of one person each is told once at any moment."""
    acts: dict[tuple[Hashable, str], list[Operation]] = defaultdict(list)
    for one in operations:
        if one.what in (taken, released) and one.possible:
            acts[one.key, one.who].append(one)
    certain: Holds = defaultdict(list)
    possible: Holds = defaultdict(list)
    for (key, _), own in acts.items():
        held, perhaps = _holds_of_one(sorted(own, key=lambda one: one.called), taken, expires)
        certain[key] += _merged(held)
        possible[key] += _merged(perhaps)
    return certain, possible


def _holds_of_one(acts: Sequence[Operation], taken: str, expires: float) -> tuple[list[_Hold], list[_Hold]]:
    certain: list[_Hold] = []
    possible: list[_Hold] = []
    lost_release = False
    for one in acts:
        if one.what == taken:
            possible.append(_Hold(one.called, one.latest + expires, one))
            if one.confirmed and not lost_release:
                certain.append(_Hold(one.returned, one.called + expires, one))
            continue
        lost_release = lost_release or not one.confirmed
        for hold in certain:
            hold.until = min(hold.until, one.called)
        for hold in possible:
            if hold.taken.confirmed:
                hold.until = min(hold.until, one.latest)
    return certain, possible


def _merged(holds: Iterable[_Hold]) -> Iterator[_Hold]:
    """The same time without overlaps and without holds that are empty."""
    current: _Hold | None = None
    for hold in sorted(holds, key=lambda one: one.since):
        if hold.since >= hold.until:
            continue
        if current is not None and hold.since <= current.until:
            current = _Hold(current.since, max(current.until, hold.until), current.taken)
            continue
        if current is not None:
            yield current
        current = hold
    if current is not None:
        yield current


class _Course:
    """How many holds there were, over time; those that only touch are counted together."""

    def __init__(self, holds: Iterable[_Hold]) -> None:
        changes = sorted([(one.since, -1) for one in holds] + [(one.until, 1) for one in holds])
        self._times = [time for time, _ in changes]
        self._counts = [0, *accumulate(-change for _, change in changes)]

    @property
    def most(self) -> int:
        """The most there were at once."""
        return max(self._counts)

    def most_between(self, start: float, end: float) -> int:
        """The most there were at once from the start to the end, both included."""
        return max(self._counts[bisect_left(self._times, start) : bisect_right(self._times, end) + 1])


def _too_many(holds: Sequence[_Hold], limit: int) -> Iterator[Finding]:
    """Each time that the certain holds went above the limit, with the holds of that moment."""
    changes = sorted([(one.until, 0, one) for one in holds] + [(one.since, 1, one) for one in holds], key=_moment)
    current: dict[int, _Hold] = {}
    for _, begins, hold in changes:
        if not begins:
            del current[id(hold)]
            continue
        current[id(hold)] = hold
        if len(current) > limit:
            takings = [one.taken for one in current.values()]
            people = ", ".join(one.who for one in takings)
            told = f"{people} held {hold.taken.key} at once, {len(takings)} where {limit} may"
            yield Finding("too many", takings, told)


def _moment(change: tuple[float, int, _Hold]) -> tuple[float, int]:
    return change[0], change[1]


def _refused_though_free(refusals: Iterable[Operation], possibly: _Course, limit: int) -> Iterator[Finding]:
    for one in refusals:
        most = possibly.most_between(one.called, one.returned)
        if most < limit:
            told = f"{one.who} was refused {one.key}, which at most {most} could hold then, where {limit} may"
            yield Finding("refused though free", [one], told)

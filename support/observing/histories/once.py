"""Exactly once: nothing lost, doubled or invented; and ids that are given once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from math import inf

from support.observing.histories.history import Operation
from support.observing.histories.telling import shown
from support.observing.histories.verdicts import Finding, Verdict, judged


@dataclass
class Addition:
    """All attempts to add one value: as a whole confirmed when one of them was, refused when all were."""

    attempts: list[Operation] = field(default_factory=list)

    @property
    def asked(self) -> float:
        """When it was asked for first."""
        return min(one.called for one in self.attempts)

    @property
    def confirmed(self) -> float:
        """When it was confirmed first; infinity when it never was."""
        return min((one.returned for one in self.attempts if one.confirmed), default=inf)

    @property
    def last_asked(self) -> float:
        """When the last attempt was asked for that may have brought it about: none after it was confirmed."""
        return max((one.called for one in self.attempts if one.called <= self.confirmed), default=inf)

    @property
    def refused(self) -> bool:
        """Whether every attempt was refused."""
        return not any(one.possible for one in self.attempts)


@dataclass(frozen=True)
class _Reading:
    """A whole reading, and its values without order and repetition."""

    operation: Operation
    values: frozenset[Hashable]


Additions = dict[Hashable, dict[Hashable, Addition]]


def additions(history: Iterable[Operation], added: str) -> Additions:
    """What was added, by key and value; attempts with the same value are one addition."""
    found: Additions = defaultdict(lambda: defaultdict(Addition))
    for one in history:
        if one.what == added:
            found[one.key][one.value].attempts.append(one)
    return found


def exactly_once(
    history: Iterable[Operation], *, added: str, read: str, within: float = 0.0, things: str = "additions"
) -> Verdict:
    """Whether each confirmed addition is read once, and nothing is read that nobody added or that was refused.

    `added` adds one value to a key, `read` reads all values of a key as a list. Values are unique within a key;
    attempts with the same value are retries of one addition. One whose answer was lost may be read once or not at
    all; once read, it stays. A reading that begins `within` seconds or less after a confirmation may lack it.
    Ways of being wrong: *doubled*, *invented*, *refused* and read nevertheless, *lost* after it was seen, *never
    read*, and *stale*: missing in a reading and there in a later one.

    *Unproven* when nothing was confirmed, or nobody read after the last confirmation. O(n) in operations and in
    values read, and per reading in the values known. After Jepsen's set-full and total-queue.
    """
    operations = list(history)
    asked = additions(operations, added)
    readings: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in operations:
        if one.what == read and one.confirmed:
            readings[one.key].append(one)
    findings: list[Finding] = []
    unproven = "" if any(_confirmed(each) for each in asked.values()) else f"none of the {things} was confirmed"
    for key in {**asked, **readings}:
        here = [_Reading(one, frozenset(one.value)) for one in sorted(readings[key], key=lambda one: one.called)]
        findings += _wrongly_there(asked[key], here)
        findings += _missing(asked[key], here, within)
        last = max((one.confirmed for one in _confirmed(asked[key])), default=-inf)
        if last > -inf and not any(one.operation.called > last + within for one in here):
            unproven = unproven or f"nobody read {key} after the last of the {things} was confirmed"
    return judged(findings, unproven)


def delivered_once(
    history: Iterable[Operation],
    *,
    sent: str,
    received: str,
    by: Callable[[Operation], Collection[str]] | None = None,
    things: str = "messages",
) -> Verdict:
    """Whether each thing that was sent and confirmed is received once by each who ought to, and by nobody else.

    `received` receives one value of a key at a time. `by` says of a sending who ought to receive it; without it, one
    of all receivers ought to, as of a queue with several workers. One whose answer was lost may be received or not.
    The history ends when all had time to arrive. Ways of being wrong: *doubled*, *invented*, *refused* and
    received nevertheless, *overheard* by somebody else, *lost* for some, *never received* by anybody.

    *Unproven* when nothing was confirmed that anybody ought to receive. O(n · receivers of one thing). After Jepsen's
    total-queue.
    """
    operations = list(history)
    asked = additions(operations, sent)
    received_by: dict[tuple[Hashable, Hashable], dict[str, list[Operation]]] = defaultdict(lambda: defaultdict(list))
    for one in operations:
        if one.what == received and one.confirmed:
            received_by[one.key, one.value][one.who if by else ""].append(one)
    findings: list[Finding] = []
    expected = 0
    for (key, value), receivers in received_by.items():
        findings += _wrongly_received(asked[key].get(value), receivers)
    for key, values in asked.items():
        for value, addition in values.items():
            receivers = received_by.get((key, value), {})
            ought = by(addition.attempts[0]) if by else [""]
            if by:
                findings += _overheard(addition, ought, receivers)
            if addition.confirmed < inf and ought:
                expected += 1
                findings += _not_received(addition, sorted({*ought} - {*receivers}), bool(receivers))
    return judged(findings, "" if expected else f"none of the {things} was confirmed that anybody ought to receive")


def unique(history: Iterable[Operation], *, given: str, things: str = "ids") -> Verdict:
    """Whether no value was given twice, whatever the key and whoever got it.

    The value of `given` is what the platform chose, so only those that were confirmed have one.

    *Unproven* when fewer than two were given. O(n). After Jepsen's unique-ids.
    """
    holders: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in history:
        if one.what == given and one.confirmed:
            holders[one.value].append(one)
    findings = [
        Finding("given twice", found[:2], f"{shown(value)} was given {len(found)} times")
        for value, found in holders.items()
        if len(found) > 1
    ]
    count = sum(map(len, holders.values()))
    return judged(findings, f"only {count} of the {things} were given" if count < 2 else "")


def _confirmed(found: dict[Hashable, Addition]) -> list[Addition]:
    return [one for one in found.values() if one.confirmed < inf]


def _wrongly_there(asked: dict[Hashable, Addition], readings: list[_Reading]) -> Iterator[Finding]:
    """What was read and ought not to be; each value is told once."""
    for value, reading in _first_read(readings).items():
        addition, who = asked.get(value), reading.who
        if addition is None:
            yield Finding("invented", [reading], f"{who} read {shown(value)}, which nobody added")
        elif addition.refused:
            told = f"{who} read {shown(value)}, which was refused"
            yield Finding("refused, but read", [*addition.attempts, reading], told)
        elif addition.asked > reading.returned:
            told = f"{who} read {shown(value)} before anybody added it"
            yield Finding("invented", [*addition.attempts, reading], told)
    doubled: set[Hashable] = set()
    for one in readings:
        if len(one.values) == len(one.operation.value):
            continue
        for value, count in Counter(one.operation.value).items():
            if count > 1 and value in asked and value not in doubled:
                doubled.add(value)
                told = f"{one.operation.who} read {shown(value)} {count} times, not once"
                yield Finding("doubled", [*asked[value].attempts, one.operation], told)


def _first_read(readings: list[_Reading]) -> dict[Hashable, Operation]:
    """By value, the reading that ended first of those that have it."""
    found: dict[Hashable, Operation] = {}
    for one in sorted(readings, key=lambda one: one.operation.returned):
        for value in one.operation.value:
            found.setdefault(value, one.operation)
    return found


def _missing(asked: dict[Hashable, Addition], readings: list[_Reading], within: float) -> Iterator[Finding]:
    """Each value that is missing in a reading that began after it was known to be there; the latest such reading."""
    known = sorted(_known(asked, readings, within), key=lambda pair: pair[0])
    there: set[Hashable] = set()
    absent: dict[Hashable, Operation] = {}
    place = 0
    for one in readings:
        while place < len(known) and known[place][0] < one.operation.called:
            there.add(known[place][1])
            place += 1
        absent.update(dict.fromkeys(there - one.values, one.operation))
    for value in [value for _, value in known if value in absent]:
        last = next((one.operation for one in reversed(readings) if value in one.values), None)
        yield _gone(value, asked[value], absent[value], last)


def _known(
    asked: dict[Hashable, Addition], readings: list[_Reading], within: float
) -> Iterator[tuple[float, Hashable]]:
    """From when on each possible value is known to be there: it was confirmed, or somebody has read it."""
    read = _first_read(readings)
    for value, addition in asked.items():
        seen = read[value].returned if value in read else inf
        since = min(addition.confirmed, seen) + within
        if since < inf and not addition.refused:
            yield since, value


def _gone(value: Hashable, addition: Addition, reading: Operation, last: Operation | None) -> Finding:
    origin = next((one for one in addition.attempts if one.confirmed), addition.attempts[0])
    if last is None:
        told = f"{shown(value)} was confirmed and never read, not even by {reading.who} at the end"
        return Finding("never read", [origin, reading], told)
    if last.called > reading.called:
        told = f"{reading.who} did not read {shown(value)}, which was there, as {last.who} read later"
        return Finding("stale", [origin, reading, last], told)
    told = f"{reading.who} did not read {shown(value)}, which {last.who} had read before: it was lost"
    return Finding("lost", [origin, last, reading], told)


def _wrongly_received(addition: Addition | None, receivers: dict[str, list[Operation]]) -> Iterator[Finding]:
    receptions = [one for found in receivers.values() for one in found]
    first = min(receptions, key=lambda one: one.returned)
    value, attempts = shown(first.value), addition.attempts if addition else []
    if addition is None:
        yield Finding("invented", [first], f"{first.who} received {value}, which nobody sent")
    elif addition.refused:
        yield Finding("refused, but received", [*attempts, first], f"{first.who} received {value}, which was refused")
    elif addition.asked > first.returned:
        yield Finding("invented", [*attempts, first], f"{first.who} received {value} before anybody sent it")
    for found in receivers.values():
        if len(found) > 1:
            who = " and ".join(dict.fromkeys(one.who for one in found))
            told = f"{who} received {value} {len(found)} times, not once"
            yield Finding("doubled", [*attempts, *found[:2]], told)


def _overheard(addition: Addition, ought: Collection[str], receivers: dict[str, list[Operation]]) -> Iterator[Finding]:
    for who, found in receivers.items():
        if who not in ought:
            told = f"{who} received {shown(found[0].value)}, which is not for them"
            yield Finding("overheard", [*addition.attempts[:1], found[0]], told)


def _not_received(addition: Addition, missing: list[str], by_others: bool) -> Iterator[Finding]:
    confirmation = next(one for one in addition.attempts if one.confirmed)
    value = shown(confirmation.value)
    if missing and not by_others:
        yield Finding("never received", [confirmation], f"{value} of {confirmation.who} was received by nobody")
    elif missing:
        yield Finding("lost", [confirmation], f"{', '.join(missing)} did not receive {value} of {confirmation.who}")

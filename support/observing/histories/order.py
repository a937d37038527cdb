"""One order: all see the same, each sender's in the order of sending, nothing late, nothing left out.

Who sees things one by one is an observer with one sequence per key: what they saw first, by time. A whole reading (a
list) is a sequence of its own. What somebody sees again later counts where it was seen first; `once` judges that.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from graphlib import CycleError, TopologicalSorter
from itertools import combinations, pairwise
from math import inf
from typing import Any

from support.observing.histories.history import Operation
from support.observing.histories.once import Addition, additions
from support.observing.histories.telling import shown
from support.observing.histories.verdicts import Finding, Verdict, every, judged

Sighting = tuple[Any, Operation]
"""A value, and the operation that saw it."""
Seen = list[Sighting]


def same_order(history: Iterable[Operation], *, seen: str) -> Verdict:
    """Whether there is one order of all values of a key that every observer agrees with.

    Observers may have seen different parts; values are unique within a key. Way of being wrong: *another order*,
    shown by two observers and two values wherever possible, else by the shortest circle that was found.

    *Unproven* unless somebody saw two values that somebody else saw too. O(n) when valid, else O(n · observers).
    """
    findings: list[Finding] = []
    proven = False
    for sequences in _sequences(history, seen).values():
        observers = [_first_sightings(sequence) for sequence in sequences]
        shared = Counter(value for one in observers for value in one)
        proven = proven or any(sum(shared[value] > 1 for value in one) > 1 for one in observers)
        findings += _disagreement(observers)
    return judged(findings, "" if proven else "no two people saw the same two things")


def sender_order(history: Iterable[Operation], *, sent: str, seen: str) -> Verdict:
    """Whether each observer saw what one sender sent for a key in the order in which they sent it.

    The order of sending is that of calling, so a sender uses one line per key. What was not confirmed may come late,
    but not early; what was tried again, in the place of any attempt. Way of being wrong: *sender's order*.

    *Unproven* unless somebody saw two things of one sender. O(n log n).
    """
    operations = list(history)
    asked = additions(operations, sent)
    findings: list[Finding] = []
    proven = False
    for key, sequences in _sequences(operations, seen).items():
        for sequence in sequences:
            latest: dict[str, tuple[Addition, Operation]] = {}
            for value, sighting in _first_sightings(sequence).items():
                if value not in asked[key]:
                    continue
                addition = asked[key][value]
                sender = addition.attempts[0].who
                before = latest.get(sender)
                proven = proven or before is not None
                if before is None or addition.asked > before[0].asked:
                    latest[sender] = addition, sighting
                elif addition.confirmed < inf and addition.last_asked < before[0].asked:
                    findings.append(_overtaken(addition, sighting, *before, kind="sender's order"))
    return judged(findings, "" if proven else "nobody saw two things of one sender")


def real_order(history: Iterable[Operation], *, sent: str, seen: str) -> Verdict:
    """Whether what was confirmed before another thing was asked for comes before it, for each observer.

    Senders may be different; things that were under way at the same time may come in either order. One whose answer
    was lost may come anywhere after it was asked for. Way of being wrong: *real order*.

    *Unproven* unless somebody saw two things of which one was confirmed before the other was asked for. O(n).
    """
    operations = list(history)
    asked = additions(operations, sent)
    findings: list[Finding] = []
    proven = False
    for key, sequences in _sequences(operations, seen).items():
        for sequence in sequences:
            known = [
                (asked[key][value], sighting)
                for value, sighting in _first_sightings(sequence).items()
                if value in asked[key]
            ]
            proven = proven or min((one.confirmed for one, _ in known), default=inf) < max(
                (one.asked for one, _ in known), default=-inf
            )
            findings += _late(known)
    return judged(findings, "" if proven else "nobody saw two things of which one was confirmed before the other began")


def one_order(history: Iterable[Operation], *, sent: str, seen: str) -> Verdict:
    """Whether there is one order for all: `same_order`, `sender_order` and `real_order`, with their costs."""
    return every(
        partial(same_order, seen=seen),
        partial(sender_order, sent=sent, seen=seen),
        partial(real_order, sent=sent, seen=seen),
    )(history)


def no_gaps(history: Iterable[Operation], *, seen: str, number: Callable[[Any], int] = int) -> Verdict:
    """Whether the numbers that each observer saw go up by one from the first to the last.

    `number` finds the number in a value. Where an observer begins and ends is up to them; somebody who stays away for
    a while is another observer afterwards. Ways of being wrong: *gap*, *repetition*, *backwards*.

    *Unproven* unless somebody saw two. O(n log n).
    """
    findings: list[Finding] = []
    proven = False
    for sequences in _sequences(history, seen).values():
        for sequence in sequences:
            proven = proven or len(sequence) > 1
            for (before, first), (after, second) in pairwise(sequence):
                if number(after) != number(before) + 1:
                    findings.append(_misnumbered(number(before), first, number(after), second))
    return judged(findings, "" if proven else "nobody saw two things, one after another")


def cause_before_effect(history: Iterable[Operation], *, seen: str, cause: Callable[[Any], Hashable | None]) -> Verdict:
    """Whether each observer who saw an effect had seen its cause before, whatever their keys.

    `cause` finds in a value the value that caused it, None when there is none. Values are unique over all keys.
    Observers see from the beginning on. Way of being wrong: *effect before cause*.

    *Unproven* unless somebody saw something that has a cause. O(n log n).
    """
    findings: list[Finding] = []
    proven = False
    watched: dict[Hashable, Seen] = defaultdict(list)
    for sequences in _sequences(history, seen).values():
        for number, sequence in enumerate(sequences):
            whole = isinstance(sequence[0][1].value, list)
            watched[(number, id(sequence)) if whole else sequence[0][1].who] += sequence
    for sequence in watched.values():
        sequence.sort(key=lambda sighting: sighting[1].called)
        first = _first_sightings(sequence)
        place = {value: position for position, value in enumerate(first)}
        for value, sighting in first.items():
            reason = cause(value)
            if reason is None:
                continue
            proven = True
            if place.get(reason, inf) > place[value]:
                findings.append(_causeless(value, sighting, reason, first.get(reason)))
    return judged(findings, "" if proven else "nobody saw anything that has a cause")


def _sequences(history: Iterable[Operation], seen: str) -> dict[Hashable, list[Seen]]:
    """By key: what each observer saw one by one, and each whole reading that is not empty."""
    one_by_one: dict[tuple[Hashable, str], Seen] = defaultdict(list)
    readings: list[tuple[Hashable, Seen]] = []
    for one in sorted(history, key=lambda operation: operation.called):
        if one.what != seen or not one.confirmed:
            continue
        if not isinstance(one.value, list):
            one_by_one[one.key, one.who].append((one.value, one))
        elif one.value:
            readings.append((one.key, [(value, one) for value in one.value]))
    found: dict[Hashable, list[Seen]] = defaultdict(list)
    for key, sequence in [*((key, sequence) for (key, _), sequence in one_by_one.items()), *readings]:
        found[key].append(sequence)
    return found


def _first_sightings(sequence: Seen) -> dict[Hashable, Operation]:
    """Each value with the operation that saw it first, in that order."""
    first: dict[Hashable, Operation] = {}
    for value, sighting in sequence:
        first.setdefault(value, sighting)
    return first


def _disagreement(observers: Sequence[dict[Hashable, Operation]]) -> Iterator[Finding]:
    """The first disagreement between two observers, or else the circle that several make; nothing if they agree."""
    graph: TopologicalSorter[Hashable] = TopologicalSorter()
    for one in observers:
        for before, after in pairwise(one):
            graph.add(after, before)
    try:
        graph.prepare()
    except CycleError as circle:
        two = next((found for pair in combinations(observers, 2) if (found := _contrary(*pair))), None)
        yield two or _circle(observers, circle.args[1])


def _contrary(one: dict[Hashable, Operation], other: dict[Hashable, Operation]) -> Finding | None:
    """Two values that two observers saw in contrary order."""
    place = {value: position for position, value in enumerate(one)}
    common = [value for value in other if value in place]
    for first, second in pairwise(common):
        if place[first] > place[second]:
            sightings = [one[second], one[first], other[first], other[second]]
            told = (
                f"{sightings[0].who} saw {shown(second)} before {shown(first)}, "
                f"{sightings[2].who} saw {shown(first)} before {shown(second)}"
            )
            return Finding("another order", sightings, told)
    return None


def _circle(observers: Sequence[dict[Hashable, Operation]], circle: Sequence[Hashable]) -> Finding:
    """Several observers whose orders cannot all be parts of one, told by as few sightings as the circle allows."""
    following = [(one, set(pairwise(one))) for one in observers]
    legs: list[tuple[dict[Hashable, Operation], Hashable, Hashable]] = []
    for before, after in pairwise(circle):
        observer = next(one for one, pairs in following if (before, after) in pairs)
        if legs and legs[-1][0] is observer:
            legs[-1] = observer, legs[-1][1], after
        else:
            legs.append((observer, before, after))
    if legs[-1][0] is legs[0][0]:
        observer, before, _ = legs.pop()
        legs[0] = observer, before, legs[0][2]
    sightings = [one[value] for one, before, after in legs for value in (before, after)]
    told = ", ".join(f"{one[before].who} saw {shown(before)} before {shown(after)}" for one, before, after in legs)
    return Finding("another order", sightings, f"{told}: there is no one order")


def _overtaken(
    addition: Addition, sighting: Operation, later: Addition, earlier_sighting: Operation, kind: str
) -> Finding:
    one, other = addition.attempts[0], later.attempts[0]
    told = (
        f"{sighting.who} saw {shown(other.value)} of {other.who} before {shown(one.value)} of {one.who}, "
        f"which came first"
    )
    return Finding(kind, [one, other, earlier_sighting, sighting], told)


def _late(known: Sequence[tuple[Addition, Operation]]) -> Iterator[Finding]:
    """Each thing that was seen before one that was confirmed before it was asked for."""
    soonest: tuple[Addition, Operation] | None = None
    for addition, sighting in reversed(known):
        if soonest and soonest[0].confirmed < addition.asked:
            yield _overtaken(*soonest, addition, sighting, kind="real order")
        if soonest is None or addition.confirmed < soonest[0].confirmed:
            soonest = addition, sighting


def _misnumbered(before: int, first: Operation, after: int, second: Operation) -> Finding:
    if after == before:
        return Finding("repetition", [first, second], f"{second.who} saw number {after} twice")
    if after < before:
        return Finding("backwards", [first, second], f"{second.who} saw number {after} after {before}")
    missing = f"{before + 1}" if after == before + 2 else f"{before + 1} to {after - 1}"
    return Finding("gap", [first, second], f"{second.who} saw number {after} right after {before}, not {missing}")


def _causeless(value: Any, sighting: Operation, reason: Any, later: Operation | None) -> Finding:
    when = "before" if later else "and never"
    told = f"{sighting.who} saw {shown(value)} {when} {shown(reason)}, which caused it"
    return Finding("effect before cause", [sighting, *([later] if later else [])], told)

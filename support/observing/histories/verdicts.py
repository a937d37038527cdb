"""What a checker answers, and what becomes of it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from support.observing.histories.history import Operation

Checker = Callable[[Iterable[Operation]], "Verdict"]
"""A pure function from a history to a verdict; `functools.partial` gives it its words."""


@dataclass(frozen=True)
class Valid:
    """What happened keeps the rule, and could have broken it."""


@dataclass(frozen=True)
class Invalid:
    """What happened breaks the rule.

    `slice` are the fewest operations that show it, by time; `sentence` says what is wrong with them; `kind` is the
    way of being wrong in a few words that hold no names, ids or figures; `more` are sentences on what else is wrong.
    """

    slice: tuple[Operation, ...]
    sentence: str
    kind: str
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unproven:
    """Nothing happened that could have broken the rule, or it could not be decided: a fault of the test."""

    reason: str


Verdict = Valid | Invalid | Unproven


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the way, what shows it, and a sentence."""

    kind: str
    shown: Sequence[Operation]
    sentence: str


def judged(findings: Sequence[Finding], unproven: str) -> Verdict:
    """The verdict of a checker: what takes the fewest operations to see comes first, and the earliest of these.

    Of each further way of being wrong one sentence is told. `unproven`, unless it is empty, counts when
    nothing is wrong.
    """
    if not findings:
        return Unproven(unproven) if unproven else Valid()
    first = min(findings, key=lambda one: (len(one.shown), min(each.called for each in one.shown)))
    ways: dict[str, list[Finding]] = {}
    for finding in findings:
        ways.setdefault(finding.kind, []).append(finding)
    more = [f"{len(ways[first.kind]) - 1} more of the same" if len(ways[first.kind]) > 1 else ""]
    for kind, found in ways.items():
        if kind != first.kind:
            others = f" (and {len(found) - 1} more of the same)" if len(found) > 1 else ""
            more.append(f"{found[0].sentence}{others}")
    return Invalid(by_time(first.shown), first.sentence, first.kind, tuple(filter(None, more)))


def by_time(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Each of these operations once, by time of calling."""
    unique = {id(one): one for one in operations}
    return tuple(sorted(unique.values(), key=lambda one: (one.called, one.returned)))


def every(*checkers: Checker) -> Checker:
    """One checker of several: *invalid* when one of them says so, else *unproven* when one says so, else *valid*.

    The slice is the smallest of the invalid ones; the sentences of the others follow. It costs what they cost.
    """

    def check(history: Iterable[Operation]) -> Verdict:
        operations = list(history)
        verdicts = [checker(operations) for checker in checkers]
        invalid = sorted((one for one in verdicts if isinstance(one, Invalid)), key=lambda one: len(one.slice))
        if invalid:
            first, *others = invalid
            more = [sentence for one in others for sentence in (one.sentence, *one.more)]
            return Invalid(first.slice, first.sentence, first.kind, (*first.more, *more))
        reasons = [one.reason for one in verdicts if isinstance(one, Unproven)]
        return Unproven("; ".join(reasons)) if reasons else Valid()

    return check

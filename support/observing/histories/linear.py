"""Linearizability: whether there is an order of all operations that a single, simple thing could have gone through."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from math import inf
from typing import Any, Final

from support.observing.histories.history import Operation
from support.observing.histories.telling import shown
from support.observing.histories.verdicts import Finding, Verdict, by_time, judged


class Impossible:
    """What a model answers when an operation cannot have had its outcome."""


IMPOSSIBLE: Final = Impossible()
Model = Callable[[Any, Operation], Any]
"""The state after an operation with its outcome, or `IMPOSSIBLE`. States can be hashed. A lost one is given as if it
had taken place."""
BUDGET = 100_000
"""States that are tried for each key, about a second."""


class _Undecided(Exception):
    """The budget is spent."""


class _Budget:
    def __init__(self, states: int) -> None:
        self.left = states

    def spend(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise _Undecided


def linearizable(
    history: Iterable[Operation], *, model: Model, initial: Hashable = None, whats: Iterable[str], budget: int = BUDGET
) -> Verdict:
    """Whether, for each key, its operations can be put in an order in which the model allows each of them.

    Each takes effect at one moment between its call and its return; one whose answer was lost at any moment after its
    call, or never. A refused one is given to the model too, which may say that it was right to refuse. `whats` are the
    operations that count. Way of being wrong: *no possible order*; the slice are the operations of the shortest
    beginning that is wrong, without those that may as well have been lost.

    *Unproven* when no two operations of a key overlap or follow each other, or when a key needs more than `budget`
    states. The Wing–Gong–Lowe search with memory: exponential in how many overlap, 6,201 states for 16 people who
    enter a room of 5 at once, so crowds are for the other checkers. After Jepsen's linearizable.
    """
    names = set(whats)
    by_key: dict[Hashable, list[Operation]] = defaultdict(list)
    for one in history:
        if one.what in names:
            by_key[one.key].append(one)
    findings: list[Finding] = []
    unproven = "" if any(len(each) > 1 for each in by_key.values()) else "nothing was done twice to the same thing"
    for key, found in by_key.items():
        operations = sorted(found, key=lambda one: one.called)
        allowance = _Budget(budget)
        try:
            if not _possible(operations, model, initial, allowance):
                findings.append(_shortest(operations, model, initial, budget))
        except _Undecided:
            unproven = unproven or f"whether {key} had a possible order was not decided after {budget:,} states"
    return judged(findings, unproven)


def register(state: Any, operation: Operation, *, write: str = "writes") -> Any:
    """A model: a register that is written, and read by every other operation; a refused one changes nothing."""
    if operation.outcome == "refused":
        return state
    if operation.what == write:
        return operation.value
    return state if operation.value == state else IMPOSSIBLE


def _possible(operations: Sequence[Operation], model: Model, initial: Hashable, budget: _Budget) -> bool:
    """Search an order, depth first; a set of operations done and the state they left is tried once."""
    needed = sum(1 << place for place, one in enumerate(operations) if one.outcome != "unknown")
    tried: set[tuple[int, Hashable]] = set()
    pending: list[tuple[int, Hashable]] = [(0, initial)]
    while pending:
        done, state = pending.pop()
        if done & needed == needed:
            return True
        if (done, state) in tried:
            continue
        tried.add((done, state))
        budget.spend()
        pending += reversed(list(_next(operations, done, state, model)))
    return False


def _next(operations: Sequence[Operation], done: int, state: Hashable, model: Model) -> Iterable[tuple[int, Hashable]]:
    """What may take effect next: whatever was called before the first of the others had returned.

    Those that are lost come last, for they need not have happened: none that would change nothing, and of those that
    are alike only the one called first, which may take effect whenever the others may.
    """
    soonest = inf
    lost: dict[tuple[str, str, Any], tuple[int, Hashable]] = {}
    # The lowest bit that is not set: all before it are done.
    place = (~done & (done + 1)).bit_length() - 1
    while place < len(operations):
        one = operations[place]
        if one.called > soonest:
            break
        if not done >> place & 1:
            soonest = min(soonest, one.latest)
            after = model(state, one)
            if after is not IMPOSSIBLE and one.outcome != "unknown":
                yield done | 1 << place, after
            elif after is not IMPOSSIBLE and after != state:
                lost.setdefault((one.who, one.what, repr(one.value)), (done | 1 << place, after))
        place += 1
    yield from lost.values()


def _shortest(operations: Sequence[Operation], model: Model, initial: Hashable, budget: int) -> Finding:
    """The fewest operations that are impossible, as far as one more budget allows to look for them."""
    allowance = _Budget(budget)
    wrong = list(operations)

    def still_wrong(fewer: Sequence[Operation]) -> bool:
        return not _possible(fewer, model, initial, allowance)

    try:
        ends = sorted(one.returned for one in operations if one.outcome != "unknown")
        low, high = 0, len(ends) - 1
        while low < high:
            middle = (low + high) // 2
            beginning = _beginning(operations, ends[middle])
            if still_wrong(beginning):
                wrong, high = beginning, middle
            else:
                low = middle + 1
        for one in [one for one in wrong if one.outcome != "unknown"]:
            fewer = _lost(wrong, one)
            if still_wrong(fewer):
                wrong = fewer
    except _Undecided:
        pass  # what was found so far is wrong too, only longer than it need be
    certain = by_time(one for one in wrong if one.outcome != "unknown")
    last = max(certain, key=lambda one: one.returned)
    what = f"{last.who} {last.what} {shown(last.value)}" + (", refused" if last.outcome == "refused" else "")
    told = f"no order of all that was done to {last.key} allows: {what}"
    return Finding("no possible order", certain, told)


def _beginning(operations: Iterable[Operation], end: float) -> list[Operation]:
    """What had returned by then, and as lost what was under way."""
    wrong = [one for one in operations if one.called <= end]
    for one in wrong:
        if one.returned > end:
            wrong = _lost(wrong, one)
    return wrong


def _lost(operations: Iterable[Operation], lost: Operation) -> list[Operation]:
    """The same operations, but this one may have happened or not; without it when it was refused."""
    return [
        replace(one, outcome="unknown") if one is lost else one for one in operations if one is not lost or one.possible
    ]

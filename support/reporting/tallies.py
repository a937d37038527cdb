"""What a number of scenarios comes to: counted by status, judged by promise. One set of words for all who tell it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from support.reporting.outcomes import QUARANTINED, Outcome

WORDS = {
    "passed": "passed",
    "failed": "failed",
    "error": "broken",
    "undefined": "undefined",
    "pending": "not written yet",
    "hook_error": "broken in a hook",
    "cleanup_error": "broken in cleaning up",
    QUARANTINED: "quarantined",
    "skipped": "skipped",
    "untested": "not run",
}
"""Status to what a reader is told, in the order of telling."""
KEPT, BROKEN, UNSEEN = VERDICTS = ("kept", "broken", "not seen")


@dataclass(frozen=True)
class Judged:
    """A promise, one of `VERDICTS`, and how many of its scenarios say so."""

    promise: str
    verdict: str
    saying: int
    scenarios: int

    def __str__(self) -> str:
        everyone = self.verdict == KEPT and self.saying == self.scenarios
        return self.promise if everyone else f"{self.promise} ({self.saying} of {self.scenarios} scenarios)"


def counted(statuses: Iterable[str]) -> str:
    """`3 passed, 1 failed`; empty for no scenario."""
    counts = Counter(statuses)
    return ", ".join(f"{counts[status]} {word}" for status, word in WORDS.items() if counts[status])


def judged(scenarios: Iterable[tuple[Iterable[str], str]]) -> list[Judged]:
    """Whether what was seen keeps each promise; of every scenario the ids of its promises, and its status.

    Broken is one with a bad scenario; kept is one of which a scenario passed and none was left out; of
    others too little was seen.
    """
    statuses: dict[str, list[str]] = defaultdict(list)
    for promises, status in scenarios:
        for promise in promises:
            statuses[promise].append(status)
    return [_judge(promise, seen) for promise, seen in sorted(statuses.items())]


def _judge(promise: str, statuses: list[str]) -> Judged:
    passed, bad = statuses.count("passed"), sum(Outcome(status).bad for status in statuses)
    if bad:
        return Judged(promise, BROKEN, bad, len(statuses))
    if passed and "untested" not in statuses:
        return Judged(promise, KEPT, passed, len(statuses))
    return Judged(promise, UNSEEN, len(statuses) - passed, len(statuses))

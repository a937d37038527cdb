"""What a number of scenarios comes to: counted by status, judged by promise. One set of words for all who tell it."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from support.running.outcome import QUARANTINED, Outcome

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
SEEN, PARTLY, BROKEN, UNSEEN = VERDICTS = ("seen", "seen in part", "broken", "not seen")


@dataclass(frozen=True)
class Judged:
    """A promise, one of `VERDICTS`, and how many of its scenarios say so."""

    promise: str
    verdict: str
    saying: int
    scenarios: int

    def __str__(self) -> str:
        return self.promise if self.verdict == SEEN else f"{self.promise} ({self.saying} of {self.scenarios} scenarios)"


def counted(statuses: Iterable[str]) -> str:
    """`3 passed, 1 failed`; empty for no scenario."""
    counts = Counter(statuses)
    return ", ".join(f"{counts[status]} {word}" for status, word in WORDS.items() if counts[status])


def judged(scenarios: Iterable[tuple[Iterable[str], str]]) -> list[Judged]:
    """Whether each promise was seen to be true; of every scenario the ids of its promises, and its status.

    Broken is one with a bad scenario; seen is one of which every scenario passed; in part, where some of them were
    skipped or left out. Whether it is *kept* is more than a run can tell: defects that break it have to be noticed.
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
    if passed == len(statuses):
        return Judged(promise, SEEN, passed, passed)
    return Judged(promise, PARTLY if passed else UNSEEN, passed or len(statuses), len(statuses))

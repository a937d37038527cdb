"""How long scenarios took in earlier runs: `times.json` in the reports folder."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from support.files import put

if TYPE_CHECKING:
    from support.running.planned import Planned
    from support.running.selection import Identity

FILE = "times.json"
TELLING = frozenset({"passed", "failed"})
"""The statuses whose seconds tell something; whatever is broken or skipped ends when it happens to."""
KEPT = 30  # whole runs, after which a scenario that was in none of them is forgotten


@dataclass(frozen=True)
class Taken:
    """What is known of one scenario: its seconds, smoothed, and in how many whole runs since it was missing."""

    seconds: float
    missed: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.seconds < float("inf") and self.missed >= 0):
            raise ValueError(f"no time: {self}")


class Times:
    """The seconds of scenarios, by identity.

    A new time is averaged with the one known, so that a single slow run upsets little, and a lasting change
    is known after a few.
    """

    def __init__(self, known: Mapping[str, Taken] | None = None) -> None:
        self._known = dict(known or {})
        self._typical: float | None = None

    def of(self, identity: "Identity") -> float | None:
        """The seconds that a scenario takes; None when it was never timed."""
        taken = self._known.get(identity.digest)
        return taken.seconds if taken else None

    def expected(self, identity: "Identity") -> float:
        """The seconds that a scenario will take: those known, else the median of all, else 1."""
        known = self.of(identity)
        if known is not None:
            return known
        if self._typical is None:
            seconds = sorted(one.seconds for one in self._known.values())
            self._typical = seconds[len(seconds) // 2] if seconds else 1.0
        return self._typical

    def record(self, digest: str, seconds: float) -> None:
        """Note what the scenario with that `Identity.digest` took."""
        known = self._known.get(digest)
        smoothed = (known.seconds + seconds) / 2 if known else seconds
        self._known[digest] = Taken(round(smoothed, 3))
        self._typical = None

    def whole_run(self, digests: Collection[str]) -> None:
        """Note that a run of the whole suite consisted of these; what is missing for long is forgotten."""
        there = frozenset(digests)
        aged = {
            digest: replace(taken, missed=0 if digest in there else taken.missed + 1)
            for digest, taken in self._known.items()
        }
        self._known = {digest: taken for digest, taken in aged.items() if taken.missed <= KEPT}
        self._typical = None

    def save(self, path: Path) -> None:
        """Write the file, all of it or nothing."""
        told = {digest: {"seconds": one.seconds, "missed": one.missed} for digest, one in sorted(self._known.items())}
        put(path, json.dumps(told, indent=1) + "\n")


def load(path: Path) -> Times:
    """The times in a file; none when it is missing or damaged."""
    try:
        told = json.loads(path.read_text("utf-8"))
        return Times({digest: Taken(float(one["seconds"]), int(one["missed"])) for digest, one in told.items()})
    except Exception:  # whatever is in the file: times only make a run faster
        return Times()


def record(times: Times, planned: "Collection[Planned]", reports: Path, *, whole: bool) -> None:
    """Merge the seconds of a run's scenarios into its `times.json`; `whole` when it came to the end of all there is."""
    timed = [one for one in planned if one.outcome and one.outcome.status in TELLING]
    for one in timed:
        times.record(one.identity.digest, one.seconds)
    if whole:
        times.whole_run([one.identity.digest for one in planned])
    if timed:
        times.save(reports / FILE)

"""What a run of scenarios says of a defect that was built in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from defects import Defect

SERVER_ERROR = re.compile(r"\b(?:got|answered|status) 5\d\d\b(?!, got)")
"""How a failure tells of a service that broke down instead of answering wrongly; not of a status that was expected."""


class Verdict(StrEnum):
    """Whether a defect was caught, or else why that cannot be said."""

    CAUGHT = "caught"
    SIDE_EFFECT = "noticed by a side effect only"
    DOUBTFUL = "caught by what is red without it"
    GREEN = "green"
    ELSEWHERE = "red elsewhere only"
    OTHERWISE = "red for another reason"
    NOT_STARTED = "did not start"
    NO_SCENARIO = "no scenario"


@dataclass(frozen=True)
class Ran:
    """A scenario of a run, as its record tells it."""

    id: str
    """The same from run to run, wherever in its file it stands."""
    location: str
    feature: str
    rule: str
    name: str
    row: str
    promises: tuple[str, ...]
    tags: tuple[str, ...]
    status: str
    reason: str
    step: str
    stage: str
    """`given` where it went wrong before there was anything to observe."""

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> Ran:
        """From an entry of `run.json`."""
        return cls(
            id=told["id"],
            location=told["location"],
            feature=told["feature"],
            rule=told["rule"],
            name=told["name"],
            row=", ".join(f"{heading}: {cell}" for heading, cell in told["row"].items()),
            promises=tuple(told["promises"]),
            tags=tuple(told["tags"]),
            status=told["status"],
            reason=told["reason"],
            step=told["step"],
            stage=told["stage"],
        )

    @property
    def alone(self) -> bool:
        """Whether it needs the machine to itself."""
        return "alone" in self.tags

    def states(self, noticed: Sequence[str]) -> bool:
        """Whether it failed for one of these reasons: whether it says one of them, in any case.

        A service that broke down (an unexpected 5xx) is noticed by whatever comes its way, so it counts only where
        it is what has to be noticed. Without `noticed` anything else does.
        """
        said = f"{self.rule}\n{self.name}\n{self.row}\n{self.step}\n{self.reason}".lower()
        if noticed:
            return any(phrase.lower() in said for phrase in noticed)
        return not SERVER_ERROR.search(self.reason)


@dataclass(frozen=True)
class Finding:
    """What became of one defect."""

    name: str
    defect: Defect | None
    """None where it could not even be loaded."""
    verdict: Verdict
    reason: str
    """Of a defect that was caught what the first scenario saw; of others why it was not."""
    by: tuple[Ran, ...] = ()
    ran: int = 0
    """Scenarios that were run against it."""
    seconds: float = 0.0

    @property
    def caught(self) -> bool:
        return self.verdict is Verdict.CAUGHT

    def record(self) -> dict[str, Any]:
        """As it stands in `proof.json`."""
        defect = self.defect
        return {
            "defect": self.name,
            "service": defect.service if defect else "",
            "promises": list(defect.breaks) if defect else [],
            "kind": str(defect.kind) if defect else "",
            "subtle": str(defect.subtle or "") if defect else "",
            "story": defect.story if defect else "",
            "noticed": list(defect.noticed) if defect else [],
            "caught": self.caught,
            "verdict": str(self.verdict),
            "reason": self.reason,
            "by": [{name: value for name, value in asdict(one).items() if name != "tags"} for one in self.by],
            "scenarios": self.ran,
            "seconds": round(self.seconds, 1),
        }


@dataclass
class Case:
    """A defect while scenarios are run against it."""

    name: str
    defect: Defect
    waiting: list[Ran]
    """Scenarios of its promises, as the control run knew them, that have not been run against it."""
    likely: frozenset[str] = frozenset()
    """Ids of those that are expected to notice it, and so are run first."""
    ran: list[Ran] = field(default_factory=list)
    seconds: float = 0.0
    failure: str = ""
    """Why the service did not start, or the run did not come to its end."""
    started: bool = True

    def take(self, told: Sequence[Ran]) -> None:
        """Note what a run came to; what it did not come to goes on waiting."""
        reached = [one for one in told if one.status != "untested"]
        places = {one.location for one in reached}
        self.ran += reached
        self.waiting = [one for one in self.waiting if one.location not in places]

    def next(self, *, quiet: bool, every: bool) -> list[Ran]:
        """What to run against it next: the likely ones, then all; with `every` all at once.

        Unless it is `quiet`, nothing that needs the machine for itself; and while a likely one waits for that,
        nothing else either.
        """
        possible = [one for one in self.waiting if quiet or not one.alone]
        likely = [one for one in self.waiting if one.id in self.likely]
        if every or not likely:
            return possible
        return [one for one in possible if one in likely]

    @property
    def caught(self) -> bool:
        return bool(self._catches())

    def _noticed(self) -> list[Ran]:
        """Scenarios of a promise that the defect breaks in which an assertion failed, and not in what they arrange."""
        failed = [one for one in self.ran if one.status == "failed" and one.stage != "given"]
        return [one for one in failed if set(one.promises) & set(self.defect.breaks)]

    def _catches(self) -> list[Ran]:
        """Those of them that noticed what the defect says must be noticed."""
        return [one for one in self._noticed() if one.states(self.defect.noticed)]

    def finding(self) -> Finding:
        """What is to be said of it."""
        found = Finding(
            self.name, self.defect, Verdict.GREEN, f"all {len(self.ran)} scenarios passed",
            ran=len(self.ran), seconds=self.seconds,
        )  # fmt: skip
        catches = self._catches()
        red = [one for one in self.ran if one.status not in {"passed", "skipped"} and one not in catches]
        if catches:
            return replace(found, verdict=Verdict.CAUGHT, reason=catches[0].reason, by=tuple(catches))
        if not self.started:
            return replace(found, verdict=Verdict.NOT_STARTED, reason=self.failure)
        if beside := self._noticed():
            wanted = f" says {' or '.join(map(repr, self.defect.noticed))}" if self.defect.noticed else ""
            reason = f"“{beside[0].name}”{' never' if wanted else ''}{wanted}: {beside[0].reason}"
            return replace(found, verdict=Verdict.SIDE_EFFECT, reason=reason, by=tuple(beside))
        if self.failure or red:
            reason = self.failure or f"“{red[0].name}”: {red[0].reason}"
            return replace(found, verdict=Verdict.OTHERWISE, reason=reason, by=tuple(red))
        if not self.ran:
            reason = f"no scenario says anything of {' or '.join(self.defect.breaks)}"
            return replace(found, verdict=Verdict.NO_SCENARIO, reason=reason)
        return found


def doubted(finding: Finding, red: Mapping[str, Ran]) -> Finding:
    """The finding, knowing which scenarios, by id, are red on the healthy platform afterwards.

    A defect that only such scenarios noticed may have been noticed by nobody.
    """
    if not finding.caught or not all(one.id in red for one in finding.by):
        return finding
    first = finding.by[0]
    reason = f"“{first.name}” is red on the healthy platform, too: {red[first.id].reason}"
    return replace(finding, verdict=Verdict.DOUBTFUL, reason=reason)


def elsewhere(green: Finding, told: Sequence[Ran]) -> Finding:
    """The finding on a defect that no scenario of its promises noticed, knowing what all others say."""
    failed = [one for one in told if one.status == "failed"]
    if not failed:
        return green
    promises = sorted({promise for one in failed for promise in one.promises})
    reason = f"only scenarios of {' and '.join(promises)} noticed it, first “{failed[0].name}”"
    return replace(green, verdict=Verdict.ELSEWHERE, reason=reason, by=tuple(failed))

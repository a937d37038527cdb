"""What is known about one run while it goes on; shared by the runner, the hooks and the reports."""

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.evidence import masking
from support.failures import SuiteFailure
from support.running import retries
from support.running.outcome import QUARANTINED, STATUSES
from support.running.planned import Planned
from support.running.quarantine import FILE, Quarantine
from support.running.share import Share
from support.running.signals import Interruptions
from support.running.times import Times

if TYPE_CHECKING:
    from support.config import Settings
    from support.environments import Environment
    from support.inventory.left import Leftover
    from support.inventory.stores import Census
    from support.inventory.surface import Stock
    from support.running.time_limit import TimeLimit
    from support.running.usage import Usage
    from support.running.watch import Watch


def near(path: Path) -> Path:
    """A path as a command wants it that is given where this run was: from the working folder, if it is below that."""
    whole, here = path.resolve(), Path.cwd()
    return whole.relative_to(here) if whole.is_relative_to(here) else whole


@dataclass(eq=False)
class Run:
    """One run of the suite.

    `failure` is set when the suite itself could not do its work: the run then ends with status 2. `token` is
    random, short, and differs from run to run: what a run makes in a platform carries it, so that runs do
    not meet.
    """

    settings: "Settings"
    root: Path
    dry: bool = False
    jobs: int = 1  # scenarios that run side by side
    announce: Callable[..., None] = lambda *_: None
    stop: Callable[[], None] = lambda: None
    token: str = field(default_factory=lambda: os.urandom(3).hex())
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    planned: list[Planned] = field(default_factory=list)
    failure: SuiteFailure | None = None
    broken_by_failure: Planned | None = None  # the scenario under way when the suite failed
    whole: bool = False  # true when nothing narrows the selection; of a shard, when nothing narrows that of all shards
    share: Share | None = None  # what this machine does, when the run is divided
    times: Times = field(default_factory=Times)  # of earlier runs
    quarantine: Quarantine = field(default_factory=Quarantine)
    failed: bool = False  # anything at all that makes the exit status 1
    besides: list[str] = field(default_factory=list)  # what failed around scenarios, in hooks of features and rules
    aborted: str = ""  # why a step or hook has called it off, in a sentence; empty when none has
    threads: list[str] = field(default_factory=list)  # those that steps have left, a sentence each
    began: bool = False  # true once the environment was up and scenarios began
    interruptions: Interruptions = field(default_factory=Interruptions)
    environment: "Environment | None" = None
    apart: "Environment | None" = None  # where those that disrupt run while the others go on, if that pays
    watch: "Watch | None" = None
    usage: "Usage | None" = None
    needed: dict[str, Any] = field(default_factory=dict)  # what it needed of the machine; see `Usage.record`
    time_limit: "TimeLimit | None" = None
    versions: Mapping[str, str] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)  # known defects built into the platforms
    faults: list[str] = field(default_factory=list)  # what went wrong in reporting
    under_way: Planned | None = None
    deaths: int = 0  # workers that died, and cleaned up nothing
    censuses: "list[Census]" = field(default_factory=list)  # what each environment had before the first scenario
    stocks: "list[dict[str, Stock]]" = field(default_factory=list)  # what the servers of each had counted by then
    surface: list[dict[str, Any]] = field(default_factory=list)  # what the platforms offer, and who exercised it
    leftovers: "list[Leftover]" = field(default_factory=list)  # what scenarios have left behind

    @property
    def reports(self) -> Path:
        """The folder for everything a run leaves."""
        return self.settings.reports

    @property
    def platforms(self) -> list[str]:
        """The platforms that the selected scenarios need."""
        return sorted({one.identity.platform for one in self.planned} - {""})

    @property
    def environments(self) -> "list[Environment]":
        """All of them, first the one that most scenarios share."""
        return [one for one in (self.environment, self.apart) if one]

    def environment_of(self, planned: Planned) -> "Environment | None":
        """Where a scenario runs."""
        return self.apart if self.apart and planned.disrupts else self.environment

    def planned_for(self, environment: "Environment") -> list[Planned]:
        """The scenarios that run there."""
        return [one for one in self.planned if self.environment_of(one) is environment]

    def platforms_of(self, environment: "Environment") -> list[str]:
        """The platforms that the scenarios there need."""
        planned = self.planned_for(environment)
        return sorted({name for one in planned for name in {one.identity.platform, *one.need.exclusive}} - {""})

    def correlation_ids(self, planned: Planned) -> list[str]:
        """The correlation id of each attempt at a scenario, that under way being the last."""
        first = f"{self.token}-{planned.number:04}"
        return [first, *(f"{first}-{attempt}" for attempt in range(1, len(planned.earlier) + 1))]

    def end(self, failure: SuiteFailure, *, broken: Planned | None = None) -> None:
        """End the run: nothing more is started. The first failure counts; `broken` is the scenario it hit."""
        if self.failure is None:
            self.failure = failure
            self.broken_by_failure = broken
        self.stop()

    def heal(self, planned: Planned) -> dict[str, list[str]]:
        """Make whole again what a scenario may have disrupted: what had to be done, by platform.

        What cannot be healed ends the run.
        """
        done: dict[str, list[str]] = {}
        environment = self.environment_of(planned)
        if environment is None or self.failure is not None:
            return done
        for platform in sorted(planned.need.exclusive):
            try:
                done[platform] = list(environment.platform(platform).heal())
            except SuiteFailure as failure:
                self.end(failure)
                break
        return done

    @property
    def bad(self) -> list[Planned]:
        """The scenarios that a reader has to look into, so far; those whose failure is forgiven are not."""
        return [one for one in self.planned if one.outcome and one.outcome.bad and not one.outcome.forgiven]

    @property
    def forgiven(self) -> list[Planned]:
        """The scenarios that went wrong as their quarantine says, so far."""
        return [one for one in self.planned if one.outcome and one.outcome.forgiven]

    @property
    def today(self) -> date:
        """The day of the run, in UTC, so that all machines agree on it."""
        return self.started.date()

    @property
    def verdict(self) -> str:
        """How the run went, in a word or two."""
        if self.interrupted:
            return "interrupted"
        if self.failure:
            return "suite failure"
        return "failed" if self.failed else "passed"

    @property
    def interrupted(self) -> str:
        """The name of the signal that interrupted the run; empty when none did."""
        return self.interruptions.received.name if self.interruptions.received else ""

    def replay(self, planned: Planned) -> str:
        """The command that runs a scenario again with the same data."""
        settings = self.settings
        words = ["-D", f"seed={settings.seed}"]
        for name in ("environment", "deployment", "defects", "defect"):
            value = getattr(settings, name)
            told = settings.origin(name) != "default" and value not in (None, "")
            if told and (name, value) != ("environment", "embedded"):
                words += ["-D", f"{name}={near(value) if isinstance(value, Path) else value}"]
        return shlex.join(["behave", *words, planned.location])

    def repeat(self) -> str:
        """The command that runs all of it again, with the same order and workers; empty where one is enough."""
        if self.jobs == 1:
            return ""
        place = near(self.reports / "placement.json")
        return shlex.join(["behave", *sys.argv[1:], "-D", f"seed={self.settings.seed}", "-D", f"placement={place}"])

    def errors(self) -> list[str]:
        """What went wrong outside of scenarios, a sentence each."""
        told = [str(self.failure)] if self.failure else []
        if self.interrupted:
            told.append(f"The run was interrupted by {self.interrupted}.")
        return [*told, *self.besides, *(f"Reporting is incomplete: {fault}" for fault in self.faults)]

    def counts(self) -> dict[str, int]:
        """Scenarios by status; every status behave knows is there, and "quarantined" for failures forgiven."""
        found = [one.standing for one in self.planned]
        return {status: found.count(status) for status in (*STATUSES, QUARANTINED)}

    def complaints(self) -> list[str]:
        """What fails the run though no scenario has to, a sentence each."""
        flaky = [f"{one.location} “{one.title}”" for one in self.planned if one.flaky]
        told = self._quarantine_complaints() + retries.complaints(flaky, self.settings.flaky_limit)
        return [masking.mask(one) for one in told]

    def _quarantine_complaints(self) -> list[str]:
        """What in the quarantine fails the run, a sentence each.

        Entries whose day is past or that fit nothing are a matter of whole runs, and of those that the scenario
        is in: who repeats another scenario is not bothered by them.
        """
        if self.dry:
            return []
        told = []
        for entry in self.quarantine.entries:
            planned = [one for one in self.planned if one.quarantined == entry]
            if entry.expired(self.today) and (planned or self.whole):
                told.append(
                    f"{entry} ended on {entry.until} ({entry.owner}: {entry.reason}); "
                    "mend it and take the entry out, or agree on another day"
                )
                continue
            told += [
                f"{one.location} “{one.title}” passes, but is quarantined; take it out (entry {entry.number} of {FILE})"
                for one in planned
                if one.outcome and one.outcome.status == "passed"
            ]
            if self.whole and entry in self.quarantine.strangers:
                told.append(f"{entry} fits no scenario; correct it or take it out")
        return told

"""The real features: all of Veza's, on a Veza of their own, serially and in parallel."""

import json
import os
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import schedule
from bench.measuring import environ, timed
from bench.results import Verdict
from tools.stages import ROOT, ToolFailure

JOBS = (1, 2, 4)
ROUNDS = 2  # of minutes each, over some hundred scenarios
COMMAND = "behave -j {jobs} -D seed=7 -D platform=veza -D reports=$REPORTS"
PATIENCE = 1200.0  # seconds for one run


@dataclass
class Runs:
    """All runs with the same number of workers."""

    jobs: int
    walls: list[float] = field(default_factory=list)
    records: list[Mapping[str, Any]] = field(default_factory=list)
    """What each run wrote to its `run.json`."""

    @property
    def statuses(self) -> dict[str, set[str]]:
        """Every status that each scenario had."""
        found: dict[str, set[str]] = defaultdict(set)
        for record in self.records:
            for one in record["scenarios"]:
                found[identity(one)].add(one["status"])
        return dict(found)

    @property
    def seconds(self) -> list[float]:
        """What each scenario took, the median of the runs."""
        found: dict[str, list[float]] = defaultdict(list)
        for record in self.records:
            for one in record["scenarios"]:
                found[identity(one)].append(one["seconds"])
        return [statistics.median(times) for times in found.values()]


def identity(scenario: Mapping[str, Any]) -> str:
    """What tells a scenario of a record from the others: its place, and of an outline's row its cells."""
    row = ", ".join(f"{heading}: {cell}" for heading, cell in scenario["row"].items())
    return f"{scenario['location']} {scenario['name']} {row}".rstrip()


def measure(runs: Runs, folder: Path) -> None:
    """Run all features once more. `ToolFailure` when the suite could not do its work."""
    reports = folder / "reports"
    command = COMMAND.format(jobs=runs.jobs)
    told = environ(folder) | {"REPORTS": str(reports)}
    status, wall, _ = timed(command, ROOT, told, PATIENCE, said=folder / "said.txt")
    if status not in {0, 1}:
        said = (folder / "said.txt").read_text("utf-8", errors="replace").strip().splitlines()
        raise ToolFailure(f"The run of Veza ended with status {status}; it said last: {(said or ['nothing'])[-1]}")
    runs.walls.append(wall)
    runs.records.append(json.loads((reports / "run.json").read_text("utf-8")))


def differences(every: Sequence[Runs]) -> list[str]:
    """A line for each scenario whose outcome is not the same in all runs."""
    told = []
    for name in sorted({name for runs in every for name in runs.statuses}):
        by_jobs = {runs.jobs: sorted(runs.statuses.get(name, {"not run"})) for runs in every}
        if len({status for statuses in by_jobs.values() for status in statuses}) > 1:
            told.append(f"{name}: " + "; ".join(f"-j {jobs} {', '.join(found)}" for jobs, found in by_jobs.items()))
    return told


def verdict(every: Sequence[Runs]) -> Verdict:
    """Whether each scenario has one outcome, however many workers there are."""
    found = differences(every)
    number = len({name for runs in every for name in runs.statuses})
    return Verdict(
        "Veza's features: the same outcome of each scenario, serially and in parallel",
        f"{number - len(found)} of {number} scenarios have it",
        bool(number) and not found,
    )


def section(every: Sequence[Runs]) -> str:
    """The page's section, in Markdown."""
    serial = next(runs for runs in every if runs.jobs == 1)
    lines = [
        f"## Veza's features, {len(serial.seconds)} scenarios on one platform, {os.cpu_count()} cores",
        "",
        "The ideal shares out what the scenarios took serially; start and end of the platform are not in it.",
        "",
        "| workers | median | shortest to longest | ideal |",
        "| ---: | ---: | ---: | ---: |",
    ]
    for runs in every:
        ideal = schedule.lower_bound(serial.seconds, runs.jobs)
        spread = f"{min(runs.walls):.1f} to {max(runs.walls):.1f} s"
        lines.append(f"| {runs.jobs} | {statistics.median(runs.walls):.1f} s | {spread} | {ideal:.1f} s |")
    return "\n".join([*lines, "", *(f"- {one}" for one in differences(every)), f"\nCommand: `{COMMAND}`\n"])


def record(every: Sequence[Runs]) -> dict[str, Any]:
    """The same for machines. Times in seconds."""
    return {
        "command": COMMAND,
        "walls": {str(runs.jobs): runs.walls for runs in every},
        "seconds": next(runs.seconds for runs in every if runs.jobs == 1),
        "differences": differences(every),
    }

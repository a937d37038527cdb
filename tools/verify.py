"""`make test`: static checks, the suite's own tests and the acceptance run; the last line counts them all.

With CONTAINERS=1 in the environment the features are run on containers as well, with the name of a platform in its
place those of that platform.
"""

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from support.running.verdict import owing
from tools import acceptance, missing, report
from tools.stages import ROOT, TOOLS, CommandFailure, ToolFailure, ending, run, stage

BIN = ROOT / ".venv" / "bin"
STATIC: tuple[tuple[str, list[str | Path]], ...] = (
    ("Style (ruff)", [BIN / "ruff", "check", "--output-format", "concise", "."]),
    ("Format (ruff)", [BIN / "ruff", "format", "--check", "."]),
    ("Types (mypy --strict)", [BIN / "mypy"]),
    ("Format of the features", [BIN / "reformat-gherkin", "--check", "features"]),
    ("Sentences and steps", [sys.executable, "-m", "tools.glue"]),
)
REASON, FEWEST, REASONS = 500, 120, 8_000
"""Characters of what was seen of a scenario, at the end of all: at most, at least, and of all scenarios together.

Where only the end of a log is kept, all that failed is to be in it."""
BESIDE = ("bench", "commands", "environments", "house", "proof")
"""The folders of tests that are run beside all others; they take as long as these."""


@dataclass
class Tally:
    """How many things passed and failed, how many nobody looked at or forgives, and how many passed late only."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    quarantined: int = 0
    flaky: int = 0
    """Those that passed at a later attempt only."""
    product: bool = False
    """Whether what failed are scenarios, and not the suite."""
    culprits: list[str] = field(default_factory=list)
    """Each thing that failed, as far as one is known, by its name; of a scenario, what was seen as well."""
    late: list[str] = field(default_factory=list)
    """Likewise what passed at a later attempt only."""

    def on(self, where: str) -> "Tally":
        """With each thing named by where it was seen, too."""
        culprits, late = ([f"{where}: {one}" for one in told] for told in (self.culprits, self.late))
        return replace(self, culprits=culprits, late=late)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.quarantined + other.quarantined,
            self.flaky + other.flaky,
            culprits=self.culprits + other.culprits,
            late=self.late + other.late,
        )

    @property
    def status(self) -> int:
        """An exit status as behave has it: 0, 1 for scenarios that failed, 2 for the suite itself."""
        return (1 if self.product else 2) if self.failed else 0

    def __str__(self) -> str:
        told = [f"{self.passed} passed", f"{self.failed} failed"]
        told += [f"{count} {name}" for name in ("skipped", "quarantined", "flaky") if (count := getattr(self, name))]
        return ", ".join(told)


def static() -> Tally:
    """Each static check counts as one."""
    tally = Tally()
    for what, command in STATIC:
        log = TOOLS / "check.log"
        try:
            with stage(what):
                run(command, log=log)
            tally.passed += 1
        except CommandFailure:
            tally.failed += 1
            tally.culprits.append(what)
            print(log.read_text(encoding="utf-8"), flush=True)
    return tally


def own_tests() -> Tally:
    """The suite's own tests, in two halves side by side, for each leaves a core idle half of the time."""
    beside = [folder.relative_to(ROOT) for folder in sorted((ROOT / "tests").iterdir()) if folder.name in BESIDE]
    log = TOOLS / "tests-beside.log"
    print("  The suite's own tests", flush=True)
    with log.open("w", encoding="utf-8") as out, _pytest("tests-beside", *beside, stdout=out) as other:
        try:
            with _pytest("tests", "tests", *(f"--ignore={folder}" for folder in beside)) as one:
                first = one.wait()
            second = other.wait()
        finally:
            other.terminate()
    print(log.read_text(encoding="utf-8"), flush=True)
    return counted(TOOLS / "tests.xml", first) + counted(TOOLS / "tests-beside.xml", second)


def _pytest(name: str, *arguments: str | Path, stdout: IO[str] | None = None) -> "subprocess.Popen[bytes]":
    """Tests that have begun; their record is `name`.xml, so that a crash of pytest is no silent success."""
    record = TOOLS / f"{name}.xml"
    record.unlink(missing_ok=True)
    pytest = [sys.executable, "-m", "pytest", "-q", f"--junitxml={record}", *arguments]
    return subprocess.Popen(pytest, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stdout)


def counted(record: Path, status: int) -> Tally:
    """The tally of a JUnit record; at least one failure when `status` says that something went wrong."""
    tally = Tally()
    if record.is_file():
        for suite in ET.parse(record).getroot().iter("testsuite"):
            count = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
            bad = count["failures"] + count["errors"]
            culprits = [
                f"{case.get('classname')}::{case.get('name')}"
                for case in suite.iter("testcase")
                if case.find("failure") is not None or case.find("error") is not None
            ]
            tally += Tally(count["tests"] - bad - count["skipped"], bad, count["skipped"], culprits=culprits)
    return replace(tally, failed=max(tally.failed, 1)) if status else tally


def scenarios(record: Path, status: int) -> Tally:
    """The tally of a run's `run.json`; by the rule of `support.running.verdict`, whatever does not count failed."""
    told = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    planned = told.get("scenarios", [])
    passed, skipped, quarantined = (
        sum(one["standing"] == standing for one in planned) for standing in ("passed", "skipped", "quarantined")
    )
    owed = owing(planned)
    culprits = [_told(one) for one in owed] + told.get("errors", [])
    failed = len(owed) if status == 0 and told.get("verdict") == "passed" else max(len(owed), 1)
    late = [_told(one) for one in planned if one.get("flaky")]
    return Tally(passed, failed, skipped, quarantined, len(late), status == 1, culprits, late)


def _told(scenario: Mapping[str, Any]) -> str:
    """Where it is, and what was seen of it at each attempt."""
    seen = " / ".join(filter(None, [*scenario["earlier"], scenario["reason"]]))
    return f"{scenario['location']}, {scenario['name']}: {scenario['standing']}" + (f": {seen}" if seen else "")


def in_short(told: Sequence[str]) -> list[str]:
    """Each in as many characters as there are for one of so many."""
    room = min(REASON, max(FEWEST, REASONS // max(1, len(told))))
    return [one if len(one) <= room else f"{one[: room - 4]} ..." for one in (" ".join(one.split()) for one in told)]


def demanded() -> Tally:
    """A failure for each tool that is missing and demanded: what could not be looked at has not passed."""
    return Tally(failed=len(missing.DEMANDED & missing.found().keys()))


def features() -> Tally:
    """The whole acceptance run."""
    record = report.reports() / "run.json"
    record.unlink(missing_ok=True)
    print("  The features", flush=True)
    return scenarios(record, acceptance.run(os.environ))


def features_on_containers() -> Tally:
    """The whole acceptance run once more, on containers, with a report of its own."""
    folder = report.reports() / "containers"
    (folder / "run.json").unlink(missing_ok=True)
    print("  The features on containers", flush=True)
    given = {**os.environ, "ENVIRONMENT": "containers", "ACCEPTANCE_REPORTS": str(folder)}
    if (platform := os.environ["CONTAINERS"]) != "1":
        given["PLATFORM"] = platform
    status = subprocess.run([sys.executable, "-m", "tools.acceptance"], cwd=ROOT, env=given, check=False).returncode
    return scenarios(folder / "run.json", status).on("on containers")


def main() -> int:
    """Run everything asked for: 0 only when nothing failed, 1 when scenarios did and nothing else, 2 otherwise."""
    began = time.monotonic()
    stages: list[Callable[[], Tally]] = [static]
    if "--static" not in sys.argv:
        stages += [own_tests, demanded, features]
        stages += [features_on_containers] if os.environ.get("CONTAINERS") else []
    tallies = []
    for part in stages:
        try:
            tallies.append(part())
        except ToolFailure as failure:
            print(failure, flush=True)
            tallies.append(Tally(failed=1))
    total = sum(tallies, Tally())
    for late in in_short(total.late):
        print(f"    flaky: {late}")
    for culprit in in_short(total.culprits):
        print(f"    failed: {culprit}")
    print(f"  All of it ... {time.monotonic() - began:.1f} s")
    print(total, flush=True)
    return max(tally.status for tally in tallies)


if __name__ == "__main__":
    ending(main)

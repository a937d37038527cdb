"""The record of a run for machines: `run.json` in the reports folder."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import behave

from support.config import ROOT
from support.evidence import masking
from support.files import put
from support.running.outcome import sentence

if TYPE_CHECKING:
    from support.running.planned import Planned
    from support.running.run import Run


PAGES = ("html", "report.html")
RESULTS = ("run.json", "junit.xml", "allure-results", "traceability.json", "traceability.html")


def take_away(reports: Path, *besides: str) -> None:
    """Take away the evidence of the last run and the pages made of it, and `besides` other things of it."""
    import shutil

    for name in ("evidence", *PAGES, *besides):
        shutil.rmtree(reports / name, ignore_errors=True)
        with suppress(OSError):
            (reports / name).unlink()


def forget(reports: Path) -> None:
    """Leave nothing of the last run that could be taken for what a run that cannot start has found."""
    take_away(reports, *RESULTS)


def begin(run: "Run") -> None:
    """Leave a record that says that this run has begun."""
    write(run, exit_status=None)


def write(run: "Run", exit_status: int | None) -> dict[str, Any]:
    """Write the record, and return it; `exit_status` None means that the run has only begun.

    A run that is killed thus leaves a record that says "unfinished" rather than that of the run before.
    Times are ISO 8601 in UTC, durations seconds.
    """
    ended = datetime.now(UTC)
    record: dict[str, Any] = {
        "verdict": "unfinished" if exit_status is None else run.verdict,
        "exit_status": exit_status,
        "failure": {"what": run.failure.what, "remedy": run.failure.remedy} if run.failure else None,
        "interrupted_by": run.interrupted or None,
        "counts": run.counts(),
        "started": run.started.isoformat(timespec="milliseconds"),
        "ended": None if exit_status is None else ended.isoformat(timespec="milliseconds"),
        "seconds": None if exit_status is None else round((ended - run.started).total_seconds(), 3),
        "seed": run.settings.seed,
        "order": run.settings.order,
        "shard": run.share.record() if run.share else None,
        "whole": run.whole,
        "flaky_limit": run.settings.flaky_limit,
        "environment": run.settings.environment,
        "platforms": run.platforms,
        "run": run.token,
        "process": os.getpid(),
        "command": [os.path.basename(sys.argv[0]), *sys.argv[1:]],
        "defects": run.defects,
        "versions": {} if exit_status is None else versions(run),
        "errors": run.errors(),
        "usage": run.needed,
        "leftovers": [leftover.record for leftover in run.leftovers],
        "scenarios": [_scenario(planned, run) for planned in run.planned],
    }
    save(run.reports, record)
    return record


def save(reports: Path, record: Mapping[str, Any]) -> None:
    """Write a record to a reports folder, masked, all of it or nothing; a scenario is a line.

    What scenarios tell is masked where they are told of.
    """
    head = masking.mask_value({name: value for name, value in record.items() if name != "scenarios"})
    opened = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n  ".join(json.dumps(scenario, ensure_ascii=False) for scenario in record["scenarios"])
    put(reports / "run.json", f'{opened},\n "scenarios": [\n  {lines}\n ]\n}}\n')


def versions(run: "Run") -> dict[str, str]:
    """Versions of the suite, of what it runs on, and of the environment's servers and services."""
    return {
        "suite": suite(),
        "python": ".".join(map(str, sys.version_info[:3])),
        "behave": behave.__version__,  # type: ignore[attr-defined]
        **run.versions,
    }


@cache
def suite() -> str:
    """The suite's own version, as git tells it; "unknown" outside of git."""
    try:
        told = subprocess.run(
            ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
            capture_output=True, text=True, timeout=5, check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return told.stdout.strip() or "unknown"


def _stage(planned: "Planned") -> str:
    """Whether a scenario went wrong while it was arranged (`given`), in its action (`when`) or after it (`then`)."""
    steps = planned.scenario.all_steps if planned.outcome and planned.outcome.step else ()
    told = (step.step_type for step in steps if planned.outcome and sentence(step) == planned.outcome.step)
    return next(told, "")


def _scenario(planned: "Planned", run: "Run") -> dict[str, Any]:
    outcome, entry = planned.outcome, planned.quarantined
    quarantined = {"owner": entry.owner, "reason": entry.reason, "until": entry.until.isoformat()} if entry else None
    return {
        "id": planned.identity.digest,
        "location": planned.location,
        "platform": planned.identity.platform,
        "feature": masking.mask(planned.scenario.feature.name),
        "rule": masking.mask(planned.identity.rule),
        "name": masking.mask(planned.title),
        "row": masking.mask_value(dict(planned.identity.row)),
        "tags": sorted(planned.scenario.effective_tags),
        "promises": planned.promises,
        "status": outcome.status if outcome else "untested",
        "standing": planned.standing,
        "reason": masking.mask(outcome.reason) if outcome else "",
        "key": masking.mask(outcome.key) if outcome else "",
        "step": masking.mask(outcome.step) if outcome else "",
        "stage": _stage(planned),
        "retries": len(planned.earlier),
        "earlier": [masking.mask(one.reason) for one in planned.earlier],
        "seconds": round(planned.seconds, 3),
        "replay": run.replay(planned),
        "flaky": planned.flaky,
        "quarantined": quarantined,
    }

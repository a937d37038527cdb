"""Runs the features with the parameters of `make acceptance`, and makes the HTML report.

The parameters come as environment variables of their own names; see the Makefile.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import missing, report
from tools.stages import ROOT, ToolFailure, ending, stage

BEHAVE = ROOT / ".venv" / "bin" / "behave"
SETTINGS = ("platform", "environment", "order", "seed", "shard", "keep", "retries", "defect", "defects")


def defines(given: Mapping[str, str]) -> list[str]:
    """The parameters that are settings, as behave and `support.config` take them."""
    return [part for name in SETTINGS if (value := given.get(name.upper())) for part in ("-D", f"{name}={value}")]


def arguments(given: Mapping[str, str]) -> list[str]:
    """The behave command line that the parameters ask for."""
    line = defines(given)
    if tags := given.get("TAGS"):
        line += ["-t", tags]
    line += ["-j", given.get("JOBS") or str(2 * (os.cpu_count() or 1))]  # they wait more than they work
    return line + given.get("FEATURES", "").split()


def behave(line: list[str]) -> tuple[int, int]:
    """Run behave to its end, and let it clean up when somebody stops us: its exit status and its process."""
    child = subprocess.Popen([BEHAVE, *line], cwd=ROOT, stdin=None if sys.stdin.isatty() else subprocess.DEVNULL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches behave from the terminal itself
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, frame: child.send_signal(number))
    status = child.wait()
    return status if status >= 0 else 128 - status, child.pid


def record_of(folder: Path, process: int) -> dict[str, Any]:
    """The record that this run of behave has left; empty when it left none, and an older one or none is there."""
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return dict(record) if record["process"] == process else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def run(given: Mapping[str, str]) -> int:
    """The whole of `make acceptance`: behave's exit status, after the report is made.

    What the set-up could not get is told before and after; it does not change the status.
    """
    tell_missing()
    try:
        return run_and_report(given)
    finally:
        tell_missing()


def tell_missing() -> None:
    """A sentence on each tool that is missing."""
    for sentence in missing.found().values():
        print(f"  {sentence}", flush=True)


def run_and_report(given: Mapping[str, str]) -> int:
    """Run behave and make the report: behave's exit status, 2 where all passed and the report cannot be made."""
    folder = report.reports()
    status, process = behave(arguments(given))
    record = record_of(folder, process)
    if status == 0 and record.get("exit_status") != 0:
        print("The run left no record of its end; look at what it wrote above.", file=sys.stderr)
        status = 2
    if not record:
        return status
    if status == 0 and record["shard"] and not record["scenarios"]:
        report.remove(folder)
        print("  There is no report, as this shard has no scenario.")
        return 0
    if "report" in missing.found():
        report.remove(folder)
        return status
    try:
        with stage("Making the HTML report"):
            page = report.build(folder)
        print(f"  {page}")
    except ToolFailure as failure:
        print(failure, file=sys.stderr)
        return status or 2
    return status


def main() -> int:
    """The command line; `--settings` prints the settings that a run with these parameters would have."""
    if "--settings" in sys.argv:
        return subprocess.run([sys.executable, "-m", "support.config", *defines(os.environ)], check=False).returncode
    return run(os.environ)


if __name__ == "__main__":
    ending(main)

"""Small projects on which the tests let the real behave run with this project's runner and formatters."""

import json
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from textwrap import dedent
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
# Whoever starts the tests in the background has Ctrl-C switched off for them; these runs want it.
BEHAVE = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("behave", run_name="__main__", alter_sys=True)
"""
COMMAND = (
    sys.executable, "-c", BEHAVE,
    "--runner", "support.runner:AcceptanceRunner",
    "--format", "support.reporting.allure:AllureFormatter", "--outfile", str(ROOT / "reports/allure-results"),
    "--format", "support.reporting.console:ConsoleFormatter", "--outfile", "-",
    "--no-capture", "--no-capture-stderr", "--no-color", "--no-snippets",
    "-D", "reports=reports", "-D", "seed=7",
)  # fmt: skip
BARE = (sys.executable, "-c", BEHAVE, "--runner", "support.runner:AcceptanceRunner", "-D", "reports=reports")
"""The same without a formatter of ours."""

ENDS_WITHIN = 120
"""Seconds after which a run hangs. How fast it is, is no matter here; a browser beside three others may take 20."""

STEPS = """
    import os, signal, time
    from behave import given, step, then, when
    from behave.api.pending_step import StepNotImplementedError

    @step("all is well")
    def well(context): pass

    @step("{number:Count} is right")
    def right(context, number): pass

    @step("the product is wrong")
    def wrong(context): assert False, "expected green, but it was red"

    @step("the test is wrong")
    def mistake(context): {}["missing"]

    @step("it is not written yet")
    def pending(context): raise StepNotImplementedError("soon")

    @step("the rest is skipped")
    def skipped(context): context.scenario.skip("it is Sunday")

    @step("cleaning up fails")
    def untidy(context):
        def stuck(): raise RuntimeError("the lid is stuck")
        context.world.cleanup.add("close the box", stuck)

    @step("a table and a text")
    def table(context): assert context.table or context.text

    @step("{seconds:g} seconds pass")
    def passing(context, seconds): time.sleep(seconds)

    @step("somebody sends {name}")
    def send(context, name): os.kill(os.getpid(), getattr(signal, name)); time.sleep(5)
"""


@dataclass
class Finished:
    """What a run of behave left."""

    folder: Path
    status: int
    out: str
    err: str

    @cached_property
    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "reports/run.json").read_text("utf-8"))
        return found

    @property
    def statuses(self) -> dict[str, str]:
        """Status by name, from the record."""
        return {one["name"]: one["status"] for one in self.record["scenarios"]}

    @cached_property
    def all_results(self) -> list[dict[str, Any]]:
        """Allure results, one for each attempt."""
        files = (self.folder / "reports/allure-results").glob("*-result.json")
        return [json.loads(file.read_text("utf-8")) for file in files]

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        """Allure results by name; a name twice is an error."""
        histories = {one["historyId"] for one in self.all_results}
        assert len(histories) == len(self.all_results), "two results share their history"
        return {one["name"]: one for one in self.all_results}

    def first(self, name: str) -> dict[str, Any]:
        """An Allure result of that name."""
        return next(one for one in self.all_results if one["name"] == name)

    @property
    def allure(self) -> dict[str, str]:
        """Allure status by name."""
        return {name: result["status"] for name, result in self.results.items()}

    @property
    def global_errors(self) -> list[str]:
        files = (self.folder / "reports/allure-results").glob("*-globals.json")
        return [error["message"] for file in files for error in json.loads(file.read_text("utf-8"))["errors"]]


class Project:
    """A folder with features, steps and hooks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command: tuple[str, ...] = COMMAND
        self.file("environment.py", (ROOT / "environment.py").read_text("utf-8"))
        self.file("steps/steps.py", STEPS)

    def file(self, path: str, text: str) -> None:
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(dedent(text), "utf-8")

    def add_hooks(self, text: str) -> None:
        """More hooks, after those of the suite."""
        with (self.folder / "environment.py").open("a", encoding="utf-8") as file:
            file.write(dedent(text))

    def start(self, *arguments: str, **environ: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.command, *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT)} | environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def finish(self, process: "subprocess.Popen[str]") -> Finished:
        try:
            out, err = process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            raise AssertionError(f"the run does not end:\n{out}\n{err}") from None
        return Finished(self.folder, process.returncode, out, err)

    def run(self, *arguments: str, **environ: str) -> Finished:
        return self.finish(self.start(*arguments, **environ))

    def watch(self, *arguments: str, **environ: str) -> str:
        """Run it at a terminal, successfully, and return all that was written there."""
        ours, theirs = pty.openpty()
        environment = os.environ | {"PYTHONPATH": str(ROOT)} | environ
        process = subprocess.Popen(
            [*COMMAND, *arguments], cwd=self.folder, env=environment, stdout=theirs, stderr=theirs
        )
        os.close(theirs)
        seen = b""
        while chunk := _read(ours):
            seen += chunk
        os.close(ours)
        assert process.wait(timeout=10) == 0, seen.decode()
        return seen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""

"""The page that CI shows of a run, from the records of real runs."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reporting.test_outcomes import FEATURE
from tests.running.project import ROOT, Finished, Project
from tools import summary
from tools.stages import ROOT as PROJECT

ONE = "Feature: One\n\n  @VZ-01\n  Example: {}\n    When {}\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with a feature of a platform, in an environment that is not real."""
    project = Project(tmp_path)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    project.file("features/veza/one.feature", ONE.format("zero", "all is well"))
    return project


def page(run: Finished) -> str:
    return summary.summary(run.folder / "reports/run.json")


def test_a_good_run(project: Project) -> None:
    told = page(project.run()).splitlines()
    assert told[0] == "## Acceptance: passed"
    counts = r"\*\*1 passed\*\* in \d\.\d s · seed 7 · defined order · embedded environment"
    assert re.fullmatch(counts, told[2])
    assert "| veza | 1 passed | VZ-01 |  |  |  |" in told
    folded = told[told.index("<details><summary>Versions</summary>") :]
    assert "| postgresql | 18.4 |" in folded and folded[-1] == "</details>"
    assert "### To look into" not in told


def test_failures(project: Project) -> None:
    project.file("features/veza/one.feature", FEATURE)
    told = page(project.run())
    assert told.startswith("## Acceptance: failed\n\n**5 passed, 3 failed, 2 broken, 1 undefined, 1 not written yet, ")
    assert " | VZ-02 |  | VZ-01 (8 of 15 scenarios) |  |\n" in told
    assert (
        "- Everything › First › fails (features/veza/one.feature:18): **failed**\n\n"
        "```\nWhen the product is wrong\nexpected green, but it was red\n```\n\n"
        "```sh\nbehave -D seed=7 features/veza/one.feature:18\n```\n"
    ) in told
    assert told.count("```sh") == 8
    assert "passes" not in told and "skips itself" not in told


def test_scenarios_with_one_reason_are_told_together(project: Project) -> None:
    for number in range(summary.ALIKE + 2):
        project.file(f"features/veza/{number}.feature", ONE.format(f"number {number}", "the product is wrong"))
    told = page(project.run())
    assert told.count("expected green, but it was red") == 1
    assert told.count("**failed**") == told.count("\nbehave -D seed=7 features/") == summary.ALIKE
    assert "- … 2 more are in the report\n" in told


def test_a_run_that_did_not_start(project: Project) -> None:
    told = page(project.run(FAKE="start fails"))
    said = "web of veza died while starting: no such file; mend its settings"
    assert told.startswith("## Acceptance: suite failure\n\n**1 broken** in ")
    assert f"\n- {said}\n" in told and f"\ndid not run: {said}\n" in told
    assert " | VZ-01 (1 of 1 scenarios) | " in told


def test_a_run_without_scenarios(project: Project) -> None:
    told = page(project.run("-t", "@VZ-99"))
    assert told.startswith("## Acceptance: suite failure\n\n**No scenario ran** in ")
    assert "\n- no scenario matches the tags @VZ-99, in " in told
    assert "| scenarios |" not in told


def test_a_run_that_was_killed(project: Project) -> None:
    project.file("features/veza/one.feature", ONE.format("zero", "somebody sends SIGKILL"))
    run = project.run()
    assert run.status == -signal.SIGKILL
    told = page(run)
    assert told.startswith("## Acceptance: unfinished\n\n**1 not run** · seed 7")
    assert "\n- The run has not ended" in told
    assert " |  |  | VZ-01 (1 of 1 scenarios) |\n" in told


def test_what_passed_at_the_second_attempt(project: Project) -> None:
    steps = "from behave import step\ntries = []\n@step('the second try is good')\n"
    project.file("steps/tries.py", steps + "def tried(context):\n    tries.append(1)\n    assert len(tries) == 2\n")
    project.file("features/veza/one.feature", ONE.format("zero", "the second try is good").replace("@", "@retry @"))
    told = page(project.run())
    assert "### Passed, but not at first\n\n- One › zero (features/veza/one.feature:4)\n" in told
    assert "### To look into" not in told


def test_nothing_that_was_seen_is_taken_for_markup(project: Project) -> None:
    wrong = "from behave import step\n@step('it is odd')\ndef odd(context):\n"
    project.file("steps/odd.py", wrong + "    raise AssertionError('````\\n</details> ' + 'x' * 9000 + '\\ny' * 99)\n")
    project.file("features/veza/one.feature", ONE.format("<b>*zero*|`", "it is odd"))
    told = page(project.run())
    assert r"One › \<b\>\*zero\*\|\` (" in told
    assert "\n`````\nWhen it is odd\n````\n</details> xxx" in told
    assert told.count("\ny") == summary.LINES - len(("sentence", "````", "</details>"))
    assert "\n… 72 more are in the report\n`````\n" in told
    assert max(map(len, told.splitlines())) == summary.WIDTH


def test_reasons_that_are_too_many(project: Project) -> None:
    row = "    | {} |\n"
    rows = "".join(row.format(number) for number in range(1, summary.REASONS + 4))
    outline = "Feature: One\n  Scenario Outline: row\n    Then nobody wrote <n>\n  Examples:\n    | n |\n" + rows
    project.file("features/veza/one.feature", outline)
    told = page(project.run())
    assert told.count("```sh") == summary.REASONS
    assert "\n- … 3 more are in the report\n" in told


@pytest.mark.parametrize("content", [None, "", "{"])
def test_no_record(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")
    told = summary.summary(tmp_path / "run.json")
    assert told.startswith("No run has left a record in ") and told.count("\n") == 1


def test_it_needs_nothing_but_python(project: Project) -> None:
    run = project.run()
    bare = [sys.executable, "-S", "-m", "tools.summary", str(run.folder / "reports")]
    told = subprocess.run(bare, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout == page(run)

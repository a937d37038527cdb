"""What hooks, steps and behave's own formatters see and tell is the same with workers as without."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.running.project import BARE, Finished, Project

TIME = re.compile(r'\d+\.\d+s|"duration": [\d.e-]+')
OUTLINE = """
    Feature: a
      Background:
        Given all is well

      Example: one
        Given 1 is right
        And 2 is right

      Rule: R
        Scenario Outline: two
          Given <n> is right
          Examples:
            | n |
            | 3 |
            | 4 |

      Rule: nothing yet
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file("features/a.feature", OUTLINE)
    return project


def both(project: Project, *arguments: str) -> list[Finished]:
    """The same run without workers and with two; each has a reports folder of its own."""
    runs = []
    for jobs in ("1", "2"):
        again = project.run("-j", jobs, *arguments)
        _ = again.record, again.all_results
        runs.append(again)
    return runs


def told(project: Project, formatters: Sequence[str], *arguments: str) -> list[dict[str, str]]:
    """What formatters of behave's wrote without workers, and with two; without what differs from run to run."""
    runs = []
    for jobs in ("1", "2"):
        asked = [word for name in formatters for word in ("-f", name, "-o", f"told/{jobs}/{name}")]
        project.run("-j", jobs, *asked, *arguments)
        files = {name: project.folder / f"told/{jobs}/{name}" for name in formatters}
        texts = {name: file.read_text("utf-8") if file.exists() else "no file" for name, file in files.items()}
        runs.append(
            {name: re.sub(r'\d+\.\d+s|"duration": [\d.e-]+', "some time", text) for name, text in texts.items()}
        )
    return runs


LOOKS = (
    "list(f.run_items)", "f.walk_scenarios()", "list(f)", "len(f.run_items)", "len(f.walk_scenarios())",
    "[list(rule) for rule in f.iter_rules()]", "list(f.run_items[1].run_items)", "[one for one in f.run_items]",
)  # fmt: skip


@pytest.mark.parametrize("hook", ["before_feature", "before_rule", "before_scenario", "after_feature"])
def test_looking_at_a_feature_has_no_effect(project: Project, hook: str) -> None:
    project.add_hooks(
        f"ours = globals().get('{hook}', lambda *_: None)\n"
        f"def {hook}(context, it):\n"
        "    ours(context, it)\n"
        "    f = context.feature\n"
        f"    with open('looks.txt', 'a') as file: file.write(repr([{', '.join(LOOKS)}]) + chr(10))\n"
    )
    serial, parallel = both(project)
    assert serial.statuses == parallel.statuses == {"one": "passed", "two": "passed"}
    assert len(serial.all_results) == len(parallel.all_results) == 3
    assert serial.status == parallel.status == 0
    assert len(set((project.folder / "looks.txt").read_text("utf-8").splitlines())) == 1, "not everybody saw the same"


@pytest.mark.parametrize(
    "change",
    [
        "it.steps.pop()", "it.steps.clear()", "it.use_background = False",
        "it.steps.append(context.feature.scenarios[0].steps[0])",
    ],
)  # fmt: skip
def test_hooks_may_change_the_steps(project: Project, change: str) -> None:
    project.add_hooks(
        "ours = before_scenario\n"
        "def before_scenario(context, it):\n"
        "    ours(context, it)\n"
        f"    if it.name == 'one': {change}\n"
    )
    first, second = told(project, ["json"])
    assert first == second
    serial, parallel = both(project)
    assert parallel.err == "" and serial.statuses == parallel.statuses and serial.status == parallel.status


def test_a_step_may_change_the_steps(project: Project) -> None:
    project.file(
        "steps/change.py",
        "from behave import step\n@step('the plan changes')\ndef change(c): c.scenario.steps = c.scenario.steps[:1]\n",
    )
    project.file("features/b.feature", "Feature: b\n  Example: b\n    Given the plan changes\n    And all is well\n")
    first, second = told(project, ["json"])
    assert first == second and "the plan changes" in second["json"]


def test_an_outline_knows_its_row(project: Project) -> None:
    project.file(
        "steps/rows.py",
        "from behave import step\n@step('{n} is the row')\n"
        "def row(c, n): assert c.active_outline['n'] == n\n"
        "@step('there is no row')\ndef none(c): assert c.active_outline is None\n",
    )
    project.file(
        "features/b.feature",
        "Feature: b\n  Scenario Outline: rows\n    Given <n> is the row\n    Examples:\n      | n |\n"
        + "".join(f"      | {n} |\n" for n in range(4))
        + "  Example: none\n    Given there is no row\n",
    )
    for run in both(project):
        assert set(run.statuses.values()) == {"passed"} and run.status == 0


SKIPPING = """
    ours_before = before_scenario
    def before_feature(context, feature):
        if "off" in feature.tags: feature.skip("not today")
    def before_rule(context, rule):
        if "off" in rule.tags: rule.skip("not today")
    def before_scenario(context, scenario):
        ours_before(context, scenario)
        if scenario.name.startswith("off"): scenario.skip("not today")
"""
KINDS = """
    Feature: kinds
      Example: passes
        Given all is well
        And a table and a text
          | a | b |
          | 1 | 2 |

      Example: fails
        Given the product is wrong
        And all is well

      Example: errs
        Given the test is wrong

      Example: skips itself
        Given all is well
        And the rest is skipped
        And all is well

      Example: skips itself at once
        Given the rest is skipped

      Example: off
        Given all is well

      @other
      Example: undefined
        Given nobody has written this
        And nobody has written that either

      @other
      Example: is not written yet

      @off
      Rule: off
        Example: in a rule that is off
          Given all is well

      @other
      Rule: in part
        Background:
          Given all is well

        Example: is not named
          Given all is well

      Rule: nothing yet
"""
FORMATTERS = ["plain", "json", "progress", "progress2", "progress3", "pretty", "rerun", "captured"]


@pytest.mark.parametrize(
    "arguments",
    [(), ("--tags", "not @other"), ("-n", "passes|fails|off"), ("--show-skipped",), ("features/kinds.feature:3",)],
)
def test_formatters_of_behave_hear_the_same(project: Project, arguments: tuple[str, ...]) -> None:
    project.add_hooks(SKIPPING)
    project.file("features/kinds.feature", KINDS)
    project.file("features/off.feature", "@off\nFeature: off\n  Example: x\n    Given all is well\n")
    project.file("features/other.feature", "@other\nFeature: other\n  Example: y\n    Given all is well\n")
    serial, parallel = told(project, FORMATTERS, *arguments)
    for name in FORMATTERS:
        assert parallel[name] == serial[name]


def test_what_a_failed_step_wrote_is_told(project: Project) -> None:
    project.file(
        "steps/prints.py",
        "from behave import step\n@step('it says why')\ndef says(c):\n    print('because of this')\n    assert False\n",
    )
    project.file("features/b.feature", "Feature: b\n  Example: b\n    Given it says why\n")
    serial, parallel = told(project, ["plain"], "--capture")
    assert serial == parallel and "because of this" in parallel["plain"]


def test_snippets_of_undefined_steps(project: Project) -> None:
    project.file("features/kinds.feature", KINDS)
    project.command = BARE
    for jobs in ("1", "2"):
        run = project.run("-j", jobs, "-f", "progress")
        assert "nobody has written this')" in run.err and "nobody has written that either')" in run.err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_of_a_part_is_green_in_the_summary(project: Project, jobs: str) -> None:
    project.file("features/kinds.feature", KINDS)
    project.command = BARE
    run = project.run("-j", jobs, "--tags", "not @other", "-n", "one|passes", "-f", "rerun", "-o", "again.txt")
    assert run.status == 0 and "2 scenarios passed, 0 failed" in run.out and "untested" not in run.out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_those_of_a_part_that_failed_are_run_again(project: Project, jobs: str) -> None:
    project.file("features/kinds.feature", KINDS)
    project.run("-j", jobs, "--tags", "not @other", "-f", "rerun", "-o", "again.txt")
    again = (project.folder / "again.txt").read_text("utf-8").splitlines()
    assert [line for line in again if line.startswith("features")] == [
        "features/kinds.feature:9",
        "features/kinds.feature:13",
    ]


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_feature_skipped_by_a_hook_has_each_result_once(project: Project, jobs: str) -> None:
    project.add_hooks(SKIPPING)
    scenarios = "".join(f"  Example: {n}\n    Given all is well\n" for n in range(3))
    project.file("features/off.feature", f"@off\nFeature: off\n{scenarios}")
    run = project.run("-j", jobs)
    assert sorted(one["name"] for one in run.all_results) == ["0", "1", "2", "one", "two", "two"]
    assert run.status == 0 and {run.allure[n] for n in "012"} == {"skipped"}


def statuses(project: Project, jobs: str) -> dict[str, Any]:
    """Of each feature the status that behave's JSON has."""
    project.run("-j", jobs, "-f", "json", "-o", "told.json")
    return {one["name"]: one["status"] for one in json.loads((project.folder / "told.json").read_text("utf-8"))}


BREAKING = {
    "after_feature": (
        "def after_feature(context, feature):\n    if feature.name == 'b': raise RuntimeError('it broke')\n",
        "hook_error",
    ),
    "clean-up": (
        "def stuck(): raise RuntimeError('it broke')\n"
        "def before_feature(context, feature):\n    if feature.name == 'b': context.add_cleanup(stuck)\n",
        "cleanup_error",
    ),
}


@pytest.mark.parametrize("what", BREAKING)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_fails_at_the_end_of_a_feature_fails_that_feature(project: Project, what: str, jobs: str) -> None:
    hooks, status = BREAKING[what]
    project.add_hooks(hooks)
    for name in "bc":
        project.file(f"features/{name}.feature", f"Feature: {name}\n  Example: {name}\n    Given all is well\n")
    assert statuses(project, jobs) == {"a": "passed", "b": status, "c": "passed"}
    run = project.run("-j", jobs)
    assert run.status == 1
    assert run.statuses == {"one": "passed", "two": "passed", "b": "passed", "c": "passed"}
    assert len(run.global_errors) == 1 and "“b”" in run.global_errors[0] and "it broke" in run.global_errors[0]


HOOKS_TOLD_BY = ["plain", "pretty", "progress"]
HOOKS = ["before_feature", "after_feature", "before_scenario", "after_step", "before_tag"]


@pytest.mark.parametrize("hook", HOOKS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_errors_of_hooks_are_printed_where_nobody_else_does(project: Project, hook: str, jobs: str) -> None:
    project.command = BARE
    project.file("features/b.feature", "@t\nFeature: b\n  Example: b\n    Given all is well\n")
    project.add_hooks(f"def {hook}(context, it):\n    if context.feature.name == 'b': raise RuntimeError('it broke')\n")
    run = project.run("-j", jobs, "-f", HOOKS_TOLD_BY[HOOKS.index(hook) % 3])
    assert run.status == 1
    assert re.search(rf"HOOK-ERROR in {hook}.*: RuntimeError: it broke", run.out)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_errors_of_clean_up_are_printed_where_nobody_else_does(project: Project, jobs: str) -> None:
    project.command = BARE
    project.add_hooks(BREAKING["clean-up"][0])
    project.file("features/b.feature", "Feature: b\n  Example: b\n    Given all is well\n")
    run = project.run("-j", jobs, "-f", "plain")
    assert run.status == 1 and "CLEANUP-ERROR in stuck: RuntimeError: it broke" in run.out


def test_stock_allure_works_or_is_refused(project: Project) -> None:
    project.file("features/a.feature", "Feature: a\n" + 2 * "  Example: x\n    Given all is well\n")
    stock = ("-f", "allure_behave.formatter:AllureFormatter", "-o", "stock")
    beside = project.run("-j", "1", *stock)
    assert beside.status == 2 and "cannot tell of a run with workers, nor beside" in beside.err
    project.command = BARE
    alone = project.run("-j", "1", *stock[:3], "alone")
    assert alone.status == 0 and len(list((project.folder / "alone").glob("*-result.json"))) == 2
    refused = project.run("-j", "2", *stock)
    assert refused.status == 2 and "cannot tell of a run with workers" in refused.err

"""ALLURE_TESTPLAN_PATH: a run of what Allure's tools ask for, and of nothing else."""

import json
from pathlib import Path

import pytest

from tests.running.project import Project

FEATURE = """\
Feature: planned
  @allure.label.as_id:1004
  Example: one
    Given all is well

  Scenario Outline: row
    Given <n> is right

    Examples:
      | n |
      | 1 |
      | 2 |

  Rule: ruled
    @allure.label.as_id:1006
    Example: two
      Given all is well
"""
RULED, ROWS = "features/x.feature: ruled: two", "features/x.feature: row"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file("features/x.feature", FEATURE)
    return project


def plan(project: Project, *tests: dict[str, str]) -> str:
    project.file("plan.json", json.dumps({"version": "1.0", "tests": tests}))
    return str(project.folder / "plan.json")


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("tests", "run"),
    [
        ([{"selector": RULED}], ["two"]),
        ([{"selector": "planned: two"}], ["two"]),
        ([{"selector": ROWS}], ["row", "row"]),
        ([{"selector": "planned: row"}, {"selector": "planned: nobody"}], ["row", "row"]),
        ([{"id": "1004"}, {"id": "1006"}], ["one", "two"]),
        ([{"id": "1004", "selector": RULED}], ["one", "two"]),
    ],
)
def test_a_plan_selects(project: Project, jobs: str, tests: list[dict[str, str]], run: list[str]) -> None:
    ended = project.run("-j", jobs, ALLURE_TESTPLAN_PATH=plan(project, *tests))
    assert ended.status == 0, ended.err
    assert sorted(one["name"] for one in ended.record["scenarios"]) == run
    assert sorted(one["name"] for one in ended.all_results) == run


def test_the_names_of_results_are_those_of_plans(project: Project) -> None:
    names = {one["fullName"] for one in project.run().all_results}
    assert {RULED, ROWS} < names
    for name in names:
        again = project.run(ALLURE_TESTPLAN_PATH=plan(project, {"selector": name}))
        assert {one["fullName"] for one in again.all_results} == {name}


def test_a_plan_and_tags_select_what_both_do(project: Project) -> None:
    path = plan(project, {"selector": "planned: one"}, {"selector": RULED})
    assert list(project.run("-t", "@allure.label.as_id:1006", ALLURE_TESTPLAN_PATH=path).results) == ["two"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is none"),
        ("[]", "is none"),
        ('{"tests": [1]}', "is none"),
        ('{"tests": []}', "names no scenario that is here"),
        ('{"tests": [{"selector": "gone"}]}', "names no scenario that is here"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_plan_that_says_nothing_ends_the_run(project: Project, text: str | None, said: str) -> None:
    if text is not None:
        project.file("plan.json", text)
    ended = project.run(ALLURE_TESTPLAN_PATH=str(project.folder / "plan.json"))
    assert ended.status == 2
    assert said in ended.err and ended.err.count("\n") == 1
    assert ended.all_results == []


def test_an_empty_variable_is_no_plan(project: Project) -> None:
    assert len(project.run(ALLURE_TESTPLAN_PATH="").all_results) == 4

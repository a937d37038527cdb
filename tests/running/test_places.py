"""FILE:LINE, wherever somebody clicks in an editor."""

from pathlib import Path

import pytest
from behave.parser import parse_feature

from support.running import places, selection
from tests.running.project import Project

FEATURE = """\
@veza
Feature: places
  What it is about.

  Background:
    Given all is well

  @one @other
  @more
  Example: first
    Given all is well

  @out
  Scenario Outline: row <a>
    Given <a> is right

    @some
    Examples: small
      | a |
      | 1 |
      | 2 |

    @many
    Examples: large
      | a |
      | 8 |
      | 9 |

  @ruled
  Rule: a rule
    It has a text.

    @last
    Example: second
      Given all is well

    Example: third
      Given all is well
"""
ROWS = ["row 1", "row 2", "row 8", "row 9"]
ALL = ["first", *ROWS, "second", "third"]


def line(text: str, number: int = 1) -> int:
    """Where this text stands, for the first or a later time."""
    found = [at for at, one in enumerate(FEATURE.splitlines(), 1) if one.strip() == text]
    return found[number - 1]


@pytest.mark.parametrize(
    ("where", "selected"),
    [
        (1, ALL),
        (line("Feature: places"), ALL),
        (line("What it is about."), ALL),
        (line("Background:"), ALL),
        (line("Given all is well"), ALL),
        (line("@one @other"), ["first"]),
        (line("@more"), ["first"]),
        (line("Example: first"), ["first"]),
        (line("Given all is well", 2), ["first"]),
        (line("@out"), ROWS),
        (line("Scenario Outline: row <a>"), ROWS),
        (line("Given <a> is right"), ROWS),
        (line("@some"), ROWS[:2]),
        (line("Examples: small"), ROWS[:2]),
        (line("| a |"), ROWS[:2]),
        (line("| 1 |"), ["row 1"]),
        (line("| 2 |"), ["row 2"]),
        (line("@many"), ROWS[2:]),
        (line("Examples: large"), ROWS[2:]),
        (line("| a |", 2), ROWS[2:]),
        (line("| 8 |"), ["row 8"]),
        (line("| 9 |") + 1, ["row 9"]),
        (line("@ruled"), ["second", "third"]),
        (line("Rule: a rule"), ["second", "third"]),
        (line("It has a text."), ["second", "third"]),
        (line("@last"), ["second"]),
        (line("Example: third"), ["third"]),
        (999, ["third"]),
    ],
)
def test_a_line_selects_what_stands_there(where: int, selected: list[str]) -> None:
    feature = parse_feature(FEATURE, filename="places.feature")
    assert [selection.title(scenario) for scenario in places.at(feature, where)] == selected


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file("features/places.feature", FEATURE.replace("@veza", ""))
    return project


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_several_lines_of_a_file_are_one_feature(project: Project, jobs: str) -> None:
    project.file("features/other.feature", "Feature: other\n  Example: else\n    Given all is well\n")
    named = [f"features/places.feature:{at}" for at in (line("| 9 |"), line("@more"))]
    run = project.run("-j", jobs, *named, "features/other.feature")
    assert run.status == 0, run.out + run.err
    assert sorted(run.results) == ["else", "first", "row 9"]


def test_a_file_and_a_line_of_it_are_the_file(project: Project) -> None:
    run = project.run("features/places.feature", "features/places.feature:10")
    assert sorted(run.results) == sorted(ALL)


def test_setup_scenarios_run_whatever_line_is_named(project: Project) -> None:
    project.file(
        "features/x.feature",
        "Feature: x\n  @setup\n  Example: before\n    Given all is well\n  Example: it\n    Given all is well\n"
        "  Example: not\n    Given all is well\n",
    )
    assert sorted(project.run("features/x.feature:5").results) == ["before", "it"]

"""Features that nobody here wrote come out as with stock behave: a small suite, and behave's own if it is there."""

import os
from pathlib import Path

import pytest

from tools import conformance

HOOKS = """
from behave import fixture, use_fixture
import os

@fixture
def own(context):
    context.own = open("own.txt", "w")
    yield
    context.own.close()

def before_feature(context, feature):
    use_fixture(own, context)

def before_tag(context, tag):
    if tag == "breaks": raise RuntimeError("it broke")

def after_scenario(context, scenario):
    if scenario.name == "three": raise RuntimeError("it broke afterwards")
"""
STEPS = """
from behave import step
from pathlib import Path

SHARED = str(Path(__file__).parent / "shared.txt")

@step("{n:d} writes where all others write")
def write(context, n):
    for _ in range(200):
        Path(SHARED).write_text(str(n))
        assert Path(SHARED).read_text() == str(n)

@step("{a:d} is {b:d}")
def equal(context, a, b): assert a == b

@step("it is number {n:d} of {one}")
def number(context, n, one):
    left = Path(SHARED + one)
    assert n == 0 or left.read_text() == str(n - 1)
    left.write_text(str(n))

@step("it is {what:w}")
def what(context, what): {"skipped": context.scenario.skip, "wrong": lambda: 1 / 0, "nested": lambda: None}[what]()
"""
FEATURE = """
Feature: small
  Background:
    Given 1 is 1

  Scenario: one
    Given 1 is 2
    And 1 is 1

  @breaks
  Scenario: two
    Given 1 is 1

  Scenario: three
    Given it is nested

  Scenario Outline: four
    Given it is <what>
    And 2 is 2
    Examples:
      | what    |
      | skipped |
      | wrong   |
      | unknown |

  Rule: R
    Scenario: five
      Given nobody knows this
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    (folder / "features/steps").mkdir(parents=True)
    for file, text in (("environment.py", HOOKS), ("steps/steps.py", STEPS), ("small.feature", FEATURE)):
        (folder / "features" / file).write_text(text, "utf-8")
    (folder / "behave.ini").write_text("[behave]\n", "utf-8")
    return folder


@pytest.mark.parametrize("jobs", [1, 4])
def test_a_small_suite(suite: Path, tmp_path: Path, jobs: int) -> None:
    stock = conformance.run(suite, "features", None, tmp_path)
    ours = conformance.run(suite, "features", jobs, tmp_path)
    assert len(stock.scenarios) == 7 and stock.status == 1
    assert len({seen.status for seen in stock.scenarios.values()}) >= 4
    assert conformance.differences(stock, ours) == []


def test_each_worker_writes_into_a_folder_of_its_own(suite: Path, tmp_path: Path) -> None:
    for one in range(4):
        scenarios = "".join(f"  Scenario: {n}\n    Given {one}{n} writes where all others write\n" for n in range(2))
        (suite / f"features/{one}.feature").write_text(f"Feature: {one}\n{scenarios}", "utf-8")
    (suite / "features/small.feature").unlink()
    ours = conformance.run(suite, "features", 4, tmp_path)
    assert len(ours.scenarios) == 8 and {seen.status for seen in ours.scenarios.values()} == {"passed"}


def test_a_scenario_finds_what_those_before_it_have_left(suite: Path, tmp_path: Path) -> None:
    for one in range(3):
        scenarios = "".join(f"  Scenario: {n}\n    Given it is number {n} of {one}\n" for n in range(4))
        (suite / f"features/{one}.feature").write_text(f"Feature: {one}\n{scenarios}", "utf-8")
    (suite / "features/small.feature").unlink()
    ours = conformance.run(suite, "features", 4, tmp_path)
    assert len(ours.scenarios) == 12 and {seen.status for seen in ours.scenarios.values()} == {"passed"}


def test_what_differs_is_told(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hooks = suite / "features/environment.py"
    hooks.write_text(
        HOOKS + "\ndef before_scenario(context, scenario):\n    if hasattr(context, 'run'): scenario.skip()\n", "utf-8"
    )
    assert not conformance.compare(suite, ["features"], [1], tmp_path)
    told = capsys.readouterr().out
    assert "features, -j 1: 7 scenarios with 18 steps, 1 identical, 6 different" in told
    assert "features/small.feature:6 one\n    failed (1 steps passed, 1 steps failed, 1 steps not run)" in told


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("part", conformance.PARTS)
def test_behaves_own_suite(part: str, jobs: int, tmp_path: Path) -> None:
    source = os.environ.get(conformance.VARIABLE)
    if not source:
        pytest.skip(f"{conformance.VARIABLE} does not say where the source of behave is")
    stock = conformance.run(Path(source), part, None, tmp_path)
    assert conformance.differences(stock, conformance.run(Path(source), part, jobs, tmp_path)) == []

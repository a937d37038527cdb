"""Each platform has its own vocabulary: two may say the same and mean two things, however they are run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running.project import ROOT, Finished, Project

PLATFORMS = ("north", "south")
FEATURE = """
Feature: Joining {platform}
  Background:
    Given all is well

  Rule: One
    Example: {platform} one
      When Lina joins the {shape}
      Then they are of {platform}

  Rule: Two
    Example: {platform} two
      When Lina joins the {shape}
      Then they are of {platform}, and say so in other words

    @further
    Scenario Outline: {platform} row <n>
      When Lina joins the {shape}
      Then <n> is right

      Examples:
        | n |
        | 3 |
        | 4 |
"""
STEPS = """
    from behave import then, when
    from support.scenario.parameters import parameter
    from support.scenario.people import Persona, introduce

    introduce("{platform}", Persona("Lina", "of {platform}"))

    @parameter("Shape", "{shape}", "{platform}")
    def shape(text: str) -> str:
        return text

    @when("{{who:Person}} joins the {{what:Shape}}")
    def joins(context, who, what):
        \"\"\"Somebody joins what {platform} has.\"\"\"
        context.world.joined = (who.role, what)

    @then("they are of {platform}")
    def are_of(context):
        \"\"\"It was this platform's sentence.\"\"\"
        assert context.world.joined == ("of {platform}", "{shape}"), context.world.joined

    @then("they are of {platform}, and say so in other words")
    def say_so(context):
        \"\"\"The same, by other sentences.\"\"\"
        context.execute_steps("When Lina joins the {shape}\\nThen they are of {platform}")
"""
SHAPES = {"north": "circle", "south": "talk"}
EVERYTHING = {f"{platform} {name}" for platform in PLATFORMS for name in ("one", "two", "row 3", "row 4")}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    for platform in PLATFORMS:
        words = {"platform": platform, "shape": SHAPES[platform]}
        project.file(f"features/{platform}/joining.feature", FEATURE.format(**words))
        project.file(f"steps/{platform}/joining.py", STEPS.format(**words))
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    return project


def passed(run: Finished) -> set[str]:
    assert run.status == 0, run.out + run.err
    assert set(run.statuses.values()) == {"passed"}
    return set(run.statuses)


def test_both_in_one_run(project: Project) -> None:
    assert passed(project.run()) == EVERYTHING
    assert passed(project.run("-D", "order=random")) == EVERYTHING


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_alone(project: Project, platform: str) -> None:
    mine = {name for name in EVERYTHING if name.startswith(platform)}
    assert passed(project.run("-D", f"platform={platform}")) == mine
    assert passed(project.run(f"features/{platform}/joining.feature")) == mine


def test_one_scenario_by_its_line(project: Project) -> None:
    assert passed(project.run("features/north/joining.feature:7")) == {"north one"}


def test_side_by_side(project: Project) -> None:
    run = project.run("-j", "3", "-f", "plain", "-o", "plain.txt")
    assert passed(run) == EVERYTHING
    told = (project.folder / "plain.txt").read_text("utf-8")
    assert told.count("When Lina joins the") == len(EVERYTHING)


def test_in_shards(project: Project) -> None:
    shards = [passed(project.run("-D", f"shard={number}/2")) for number in (1, 2)]
    assert set.union(*shards) == EVERYTHING
    assert not set.intersection(*shards)


def test_a_sentence_of_another_platform_is_not_understood(project: Project) -> None:
    project.file("features/north/astray.feature", "Feature: Astray\n  Example: astray\n    Then they are of south\n")
    for arguments in ([], ["-j", "2"], ["--dry-run"]):
        run = project.run(*arguments, "features/north/astray.feature", "features/south")
        assert run.status == 1
        assert "no step definition for “Then they are of south”" in run.out
        assert run.out.count("no step definition") == run.out.count("“Then they are of south”")


def test_the_catalogue_lists_everything(project: Project) -> None:
    run = project.run("--dry-run", "-f", "steps.catalog", "-o", "catalogue.txt")
    assert run.status == 0
    told = (project.folder / "catalogue.txt").read_text("utf-8")
    assert told.count("When {who:Person} joins the {what:Shape}") == 2
    for platform in PLATFORMS:
        assert f"Somebody joins what {platform} has." in told
    assert "Given all is well" in told


def test_usage_is_told_of_the_platform_that_uses_it(project: Project) -> None:
    (project.folder / "features/south/joining.feature").unlink()
    run = project.run("--dry-run", "-f", "steps.usage", "-o", "usage.txt")
    assert run.status == 0
    used, _, unused = (project.folder / "usage.txt").read_text("utf-8").partition("UNUSED STEP DEFINITIONS")
    assert "UNDEFINED" not in unused
    assert "steps/north/joining.py" in used
    assert "steps/south/joining.py" not in used
    assert "steps/south/joining.py" in unused
    assert "steps/north/joining.py" not in unused


def test_two_steps_of_one_vocabulary_with_one_sentence(project: Project) -> None:
    for place in ("steps/again.py", "steps/south/again.py"):
        project.file(place, "from behave import given\n@given('it begins')\ndef begins(context): pass\n")
    run = project.run("features/north")
    assert run.status == 2
    assert "has already been defined" in run.err


def test_two_platforms_have_types_and_people_of_one_name(project: Project) -> None:
    project.file(
        "steps/shape.py",
        "from support.scenario.parameters import parameter\nparameter('Shape', 'x')(lambda text: text)\n",
    )
    run = project.run()
    assert run.status == 2
    assert "the type Shape is declared twice" in run.err


def test_the_check_of_sentences_goes_by_platform(project: Project) -> None:
    unused = "from behave import then\n@then('they are of south')\ndef nobody(context): pass\n"
    project.file("steps/north/more.py", unused)
    project.file("features/north/astray.feature", "Feature: A\n  Example: a\n    When Lina joins the talk\n")
    code = "from pathlib import Path; from tools import glue; print(*glue.check(Path.cwd()), sep='\\n')"
    told = subprocess.check_output(
        [sys.executable, "-c", code], cwd=project.folder, env=os.environ | {"PYTHONPATH": str(ROOT)}, text=True
    )
    wrong = [line for line in told.splitlines() if "steps/steps.py" not in line]  # of which most is not used here
    assert len(wrong) == 2, told
    assert wrong[0].endswith("features/north/astray.feature:3: When Lina joins the talk: undefined")
    assert wrong[1] == "steps/north/more.py:2: unused: then they are of south"

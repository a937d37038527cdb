"""Features and steps are compared truthfully, and the features' layout is known to be checked."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import glue

ROOT = Path(__file__).resolve().parents[2]
STEPS = """
from behave import given, register_type, when, then

def person(text):
    if text == "Nobody": raise ValueError("there is no Nobody")
    return text

register_type(Person=person)

@given("{who} is here")
def here(context, who): context.here = who

@when('{who:Person} says "{text}"')
def says(context, who, text): context.said = who, text
"""
FEATURE = """\
Feature: Talk
  Background:
    Given Lina is here
  Rule: Heard by all
    Example: one
      When Lina says "hello"
"""


def faults(root: Path, steps: str = STEPS, feature: str = FEATURE) -> list[str]:
    """What the checker says of a project with these steps and this feature."""
    for name, text in {"steps/talk.py": steps, "features/talk.feature": feature}.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return glue.check(root)


def test_a_sound_project_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


def test_an_undefined_step_inside_a_rule(tmp_path: Path) -> None:
    found = faults(tmp_path, feature=FEATURE + "      Then Arno hears it\n")
    assert len(found) == 1
    assert found[0].endswith("talk.feature:7: Then Arno hears it: undefined")


def test_an_undefined_step_in_a_row_of_an_outline(tmp_path: Path) -> None:
    outline = """\
    Scenario Outline: <what>
      When Lina <what>
      Examples:
        | what        |
        | says "this" |
        | sings       |
"""
    found = faults(tmp_path, feature=FEATURE + outline)
    assert len(found) == 1
    assert "When Lina sings: undefined" in found[0]


def test_an_undefined_step_of_the_background(tmp_path: Path) -> None:
    found = faults(tmp_path, feature=FEATURE.replace("Given Lina is here", "Given Lina is here\n    And it is late"))
    assert [fault.split(": ", 1)[1] for fault in found] == ["And it is late: undefined"]


def test_a_sentence_that_two_steps_understand(tmp_path: Path) -> None:
    second = '@when("Lina {something}")\ndef other(context, something): context.other = something\n'
    found = faults(tmp_path, steps=STEPS + second)
    assert len(found) == 1
    assert 'When Lina says "hello": ambiguous between' in found[0]
    assert '"Lina {something}"' in found[0]


def test_a_step_for_any_keyword_counts_too(tmp_path: Path) -> None:
    any_keyword = '@step("it is late")\ndef late(context): pass\n'
    said = FEATURE.replace("Given Lina is here", "Given Lina is here\n    And it is late")
    assert faults(tmp_path, steps=STEPS.replace("import given", "import step, given") + any_keyword, feature=said) == []


def test_a_step_defined_twice(tmp_path: Path) -> None:
    again = "@when('{who:Person} says \"{text}\"')\ndef says_again(context, who, text): pass\n"
    assert any("has already been defined" in fault for fault in faults(tmp_path, steps=STEPS + again))


def test_an_unused_step(tmp_path: Path) -> None:
    found = faults(tmp_path, steps=STEPS + '@then("it is heard")\ndef heard(context): pass\n')
    assert len(found) == 1
    assert found[0].endswith("unused: then it is heard")


def test_a_parameter_that_makes_no_sense(tmp_path: Path) -> None:
    found = faults(tmp_path, feature=FEATURE.replace("When Lina", "When Nobody"))
    assert len(found) == 1
    assert "there is no Nobody" in found[0]


def test_a_badly_written_step(tmp_path: Path) -> None:
    bad = 'use_step_matcher("re")\n@then("(it is heard")\ndef heard(context): pass\n'
    assert any("bad step definition: ^(it is heard" in fault for fault in faults(tmp_path, steps=STEPS + bad))


def test_a_feature_that_cannot_be_read(tmp_path: Path) -> None:
    found = faults(tmp_path, feature=FEATURE + "      Lina hopes for an answer\n")
    assert len(found) == 1
    assert "talk.feature" in found[0]


WELL_LAID_OUT = """\
@VZ-08
Feature: Talk
  People talk.

  Background:
    Given Lina is here

  Rule: Heard by all

    @critical @realtime
    Example: one
      When Lina says:
        | what  | to   |
        | hello | Arno |
"""


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (WELL_LAID_OUT, 0),
        (WELL_LAID_OUT.replace("| hello | Arno |", "|hello|Arno|"), 1),
        (WELL_LAID_OUT.replace("      When", "    When"), 1),
        (WELL_LAID_OUT.replace("@critical @realtime", "@critical\n    @realtime"), 1),
        (WELL_LAID_OUT.replace("\n\n  Rule", "\n\n\n  Rule"), 1),
    ],
)
def test_the_layout_of_features_is_checked(text: str, status: int, tmp_path: Path) -> None:
    file = tmp_path / "talk.feature"
    file.write_text(text, encoding="utf-8")
    formatter = Path(sys.executable).with_name("reformat-gherkin")
    assert subprocess.run([formatter, "--check", file], capture_output=True, check=False).returncode == status


def test_a_word_that_its_step_ignores(tmp_path: Path) -> None:
    """It would pass with any other."""
    found = faults(tmp_path, STEPS.replace("context.said = who, text", "context.said = text"))
    assert len(found) == 1
    assert found[0].endswith("""ignored: who of when {who:Person} says "{text}\"""")

"""Every outcome that behave knows, as the record, the Allure report and the console tell it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.running.project import Finished, Project

FEATURE = """
    @VZ-01
    Feature: Everything

      Background:
        Given all is well

      @VZ-02 @critical
      Example: outside any rule
        Then 3 is right

      Rule: First

        Example: passes
          Then all is well

        @allure.label.owner:Ada
        Example: fails
          When the product is wrong
          Then all is well

        Example: same name
          Then all is well

        Scenario Outline: row <n> is <word>
          When a table and a text
            | <n>    |
            | <word> |
          Then the <word> is wrong

          Examples:
            | n | word    |
            | 1 | product |
            | 2 | test    |

      Rule: Second

        Background:
          Given 2 is right

        Example: same name
          Then all is well

        Example: errs
          When the test is wrong

        Example: is undefined
          When nobody has written this
          Then nobody has written that

        Example: is pending
          When it is not written yet

        Example: skips itself
          When the rest is skipped
          Then the product is wrong

        @needs.control
        Example: lacks
          Then all is well

        Example: leaves a mess
          When cleaning up fails

        Example: fails and leaves a mess
          When cleaning up fails
          Then the product is wrong

        Example: has text
          When a table and a text
            '''
            spoken: hello
            '''
"""

STATUSES = {
    "outside any rule": ("passed", "passed"),
    "passes": ("passed", "passed"),
    "fails": ("failed", "failed"),
    "row 1 is product": ("failed", "failed"),
    "row 2 is test": ("error", "broken"),
    "same name": ("passed", "passed"),
    "errs": ("error", "broken"),
    "is undefined": ("undefined", "broken"),
    "is pending": ("pending", "broken"),
    "skips itself": ("skipped", "skipped"),
    "lacks": ("skipped", "skipped"),
    "leaves a mess": ("cleanup_error", "broken"),
    "fails and leaves a mess": ("failed", "failed"),
    "has text": ("passed", "passed"),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    project = Project(tmp_path_factory.mktemp("outcomes"))
    project.file("features/everything.feature", FEATURE)
    return project.run()


def label(result: dict[str, Any], name: str) -> list[str]:
    return [one["value"] for one in result["labels"] if one["name"] == name]


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(step["name"], step["status"]) for step in result["steps"]]


def test_status(run: Finished) -> None:
    assert run.statuses == {name: ours for name, (ours, _) in STATUSES.items()}
    assert run.allure == {name: theirs for name, (_, theirs) in STATUSES.items()}
    assert run.status == 1
    counts = {name: number for name, number in run.record["counts"].items() if number}
    assert counts == {
        "passed": 5, "failed": 3, "error": 2, "undefined": 1, "pending": 1, "cleanup_error": 1, "skipped": 2,
    }  # fmt: skip


def test_a_result_for_each_of_equal_names(run: Finished) -> None:
    files = list((run.folder / "reports/allure-results").glob("*-result.json"))
    assert len(files) == len(STATUSES) + 1


def test_steps_of_rules_with_backgrounds(run: Finished) -> None:
    assert steps(run.results["errs"]) == [
        ("Given all is well", "passed"),
        ("Given 2 is right", "passed"),
        ("When the test is wrong", "broken"),
    ]
    assert steps(run.results["fails"])[1:] == [
        ("When the product is wrong", "failed"),
        ("Then all is well", "skipped"),
    ]
    assert steps(run.results["is undefined"])[2:] == [
        ("When nobody has written this", "broken"),
        ("Then nobody has written that", "broken"),
    ]


def test_why(run: Finished) -> None:
    def why(name: str) -> str:
        return str(run.results[name]["statusDetails"]["message"])

    assert why("fails") == "expected green, but it was red"
    assert why("errs") == "KeyError: 'missing' (in steps.py, line 16)"
    assert why("is undefined") == "no step definition for “When nobody has written this”"
    assert "not written yet" in why("is pending") and "soon" in why("is pending")
    assert why("skips itself") == "it is Sunday"
    assert why("lacks") == "the embedded environment does not offer control"
    assert "close the box" in why("leaves a mess") and "the lid is stuck" in why("leaves a mess")
    assert why("fails and leaves a mess").startswith("expected green, but it was red\nAfterwards: ")
    assert "the lid is stuck" in why("fails and leaves a mess")
    for name, (status, _) in STATUSES.items():
        if status not in {"passed", "skipped"}:
            assert why(name).splitlines()[0] in run.out


def test_labels(run: Finished) -> None:
    outside, fails = run.results["outside any rule"], run.results["fails"]
    assert label(outside, "promise") == ["VZ-01", "VZ-02"]
    assert label(outside, "severity") == ["critical"]
    assert label(outside, "story") == []
    assert label(fails, "story") == ["First"]
    assert label(fails, "feature") == ["Everything"]
    assert label(fails, "owner") == ["Ada"]
    assert label(fails, "severity") == ["normal"]
    assert fails["titlePath"] == ["features", "Everything", "First"]
    assert run.results["row 1 is product"]["parameters"] == [
        {"name": "n", "value": "1"},
        {"name": "word", "value": "product"},
    ]


def test_tables_and_texts_are_attached(run: Finished) -> None:
    def attached(name: str) -> str:
        (attachment,) = next(s["attachments"] for s in run.results[name]["steps"] if "attachments" in s)
        source = str(attachment["source"])
        return (run.folder / "reports/allure-results" / source).read_text("utf-8")

    assert attached("row 2 is test").split() == ["2", "test"]
    assert attached("has text") == "spoken: hello"


def test_a_failure_leads_on(run: Finished) -> None:
    (location,) = (one["location"] for one in run.record["scenarios"] if one["name"] == "fails")
    evidence = run.folder / "reports/evidence" / location.removeprefix("features/").replace(".feature:", "-")
    assert "step       When the product is wrong" in (evidence / "timeline.txt").read_text("utf-8")
    assert f"Evidence: {evidence.relative_to(run.folder)}" in run.out
    assert f"Replay:   behave -D seed=7 {location}\n" in run.out
    story = run.results["fails"]["descriptionHtml"]
    assert f"Replay: <code>behave -D seed=7 {location}</code>" in story
    assert "seed 7 · defined order, 3. of 15 · worker 1 · embedded environment" in story
    assert "descriptionHtml" not in run.results["passes"]
    (timeline,) = run.results["fails"]["attachments"]
    assert timeline["name"] == "Timeline"


def test_history_survives_a_move(tmp_path: Path, run: Finished) -> None:
    project = Project(tmp_path)
    moved = FEATURE.replace("| 1 | product |", "| 0 | x |\n            | 1 | product |")
    project.file("features/everything.feature", f"# moved\n\n{moved}")
    again = project.run()

    def histories(run: Finished) -> set[tuple[str, str]]:
        files = (run.folder / "reports/allure-results").glob("*-result.json")
        results = [json.loads(file.read_text("utf-8")) for file in files]
        return {(result["historyId"], result["name"]) for result in results}

    assert len(histories(again) - histories(run)) == 1
    assert histories(run) < histories(again)


def test_the_summary(run: Finished) -> None:
    assert "broken        VZ-01 (8 of 15 scenarios)" in run.out
    assert "seen          VZ-02" in run.out
    assert run.out.rstrip().endswith("Seed 7. Reports: reports")
    assert (
        "5 passed, 3 failed, 2 broken, 1 undefined, 1 not written yet, 1 broken in cleaning up, 2 skipped." in run.out
    )


def test_a_message_that_is_no_text(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("steps/half.py", "from behave import step\n@step('it says half')\ndef h(c): assert 0, 'a \\ud83d b'\n")
    project.file("features/half.feature", "Feature: Half\n  Example: half\n    Then it says half\n")
    run = project.run()
    assert run.results["half"]["statusDetails"]["message"] == "a \ufffd b"
    assert (run.status, run.err) == (1, "")

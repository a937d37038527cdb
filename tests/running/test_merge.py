"""The reports of shards become one report, which tells what is missing."""

import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from support.clients.browser import Browser
from support.evidence.journal import Journal
from support.running import times
from tests.running.project import ROOT, Finished, Project
from tools import merge
from tools.stages import ToolFailure

FEATURE = """
    Feature: Small

      Example: good
        Then all is well

      Example: bad
        Then the product is wrong

      Example: known
        Then the product is wrong

      Scenario Outline: row <n>
        Then <n> is right

        Examples:
          | n |
          | 1 |
          | 2 |

      @retry
      Example: late
        Then it works at the second attempt
"""
SECOND = """
    from behave import step
    seen = []

    @step("it works at the second attempt")
    def second(context):
        seen.append(1)
        assert len(seen) > 1, "it did not work"
"""
QUARANTINE = """
    [[scenario]]
    feature = "features/veza/small.feature"
    name = "known"
    owner = "Ada"
    reason = "waits for VZ-417"
    until = 2999-12-31

    [[scenario]]
    feature = "features/veza/small.feature"
    name = "gone"
    owner = "Ada"
    reason = "waits for VZ-418"
    until = 2999-12-31
"""
JUNIT = (
    '<testsuites tests="9"><testsuite name="{}" tests="3" failures="1" errors="0" skipped="1" time="0.5"/></testsuites>'
)


def shard(project: Project, number: int, of: int, *arguments: str) -> Path:
    """Run a shard: its reports folder, out of the way of the next."""
    project.run("-D", f"shard={number}/{of}", *arguments)
    folder = project.folder / f"shard-{number}-of-{of}"
    shutil.rmtree(folder, ignore_errors=True)
    (project.folder / "reports").rename(folder)
    return folder


def a_project(folder: Path) -> Project:
    project = Project(folder)
    project.file("features/veza/small.feature", FEATURE)
    project.file("steps/second.py", SECOND)
    project.file("quarantine.toml", QUARANTINE)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    return project


def merging(project: Project, *folders: Path) -> Finished:
    """What the command makes of them in the project's reports folder."""
    ended = subprocess.run(
        [sys.executable, "-m", "tools.merge", *map(str, folders)],
        cwd=ROOT,
        env=os.environ | {"ACCEPTANCE_REPORTS": str(project.folder / "reports")},
        capture_output=True,
        text=True,
        check=False,
    )
    return Finished(project.folder, ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What one machine leaves of the same run."""
    return a_project(tmp_path_factory.mktemp("whole")).run().record


@pytest.fixture(scope="module")
def shards(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, list[Path]]:
    """Two shards of a run; the first has times of an earlier one that it was divided by, and both have a junit.xml."""
    project = a_project(tmp_path_factory.mktemp("shards"))
    folders = []
    for number in (1, 2):
        times.Times({"gone": times.Taken(1.0, times.KEPT)}).save(project.folder / "reports" / times.FILE)
        folders.append(shard(project, number, 2))
        (folders[-1] / "junit.xml").write_text(JUNIT.format(number), "utf-8")
    return project, folders


@pytest.fixture(scope="module")
def run(shards: tuple[Project, list[Path]]) -> Finished:
    project, folders = shards
    project.file("reports/run.json", '{"old": true}')
    project.file("reports/allure-results/old-result.json", "{}")
    project.file("reports/evidence/old/timeline.txt", "old")
    return merging(project, *reversed(folders))


def test_two_shards_are_the_run_that_one_machine_makes(run: Finished, whole: dict[str, Any]) -> None:
    def told(record: dict[str, Any]) -> list[tuple[Any, ...]]:
        return sorted((one["location"], one["id"], one["status"], one["flaky"]) for one in record["scenarios"])

    assert (run.status, run.record["verdict"], run.record["exit_status"]) == (1, "failed", 1)
    assert told(run.record) == told(whole)
    assert run.record["counts"] == whole["counts"]
    assert run.record["errors"] == whole["errors"], "what both shards say is said twice"
    same = ("seed", "order", "environment", "platforms", "versions", "shard", "whole", "flaky_limit")
    assert {key: run.record[key] for key in same} == {key: whole[key] for key in same}
    assert set(whole) <= set(run.record)
    assert "4 passed, 1 failed, 1 quarantined. Failed.\n" in run.out
    assert run.err.splitlines() == whole["errors"]


def test_the_record_lists_the_shards(run: Finished, shards: tuple[Project, list[Path]]) -> None:
    records = [json.loads((folder / "run.json").read_text("utf-8")) for folder in shards[1]]
    listed = run.record["shards"]
    assert [(one["number"], one["of"]) for one in listed] == [(1, 2), (2, 2)]
    assert [one["counts"] for one in listed] == [record["counts"] for record in records]
    assert run.record["started"] == records[0]["started"] and run.record["ended"] == records[1]["ended"]
    assert run.record["seconds"] > records[0]["seconds"] + records[1]["seconds"]


def test_results_and_evidence_of_all_shards_are_there(run: Finished) -> None:
    assert sorted(one["name"] for one in run.all_results) == ["bad", "good", "known", "late", "late", "row 1", "row 2"]
    assert run.global_errors == run.record["errors"]
    results = run.folder / "reports/allure-results"
    properties = (results / "environment.properties").read_text("utf-8").splitlines()
    assert {"shard = 1/2, 2/2", "seed = 7"} <= set(properties)
    for one in run.all_results:
        for attachment in one.get("attachments", []):
            assert (results / attachment["source"]).is_file()
    evidence = {file.name for file in (run.folder / "reports/evidence").iterdir()}
    assert {"veza-small-7", "veza-small-10"} <= evidence and "old" not in evidence


def test_junit_is_one_file_with_the_totals(run: Finished) -> None:
    root = ET.parse(run.folder / "reports/junit.xml").getroot()
    assert [suite.get("name") for suite in root] == ["1", "2"]
    assert root.attrib == {"tests": "6", "failures": "2", "errors": "0", "skipped": "2", "time": "1.000"}


def test_times_of_all_shards_are_recorded_for_the_next_run(run: Finished) -> None:
    known = times.load(run.folder / "reports" / times.FILE)
    timed = [one["id"] for one in run.record["scenarios"]]
    assert sorted(known._known) == sorted(timed), "a scenario that is long gone is not forgotten"


def test_the_html_report_shows_all_shards(run: Finished, page: Page) -> None:
    page.goto((run.folder / "reports/report.html").as_uri())
    for name in ("bad", "known", "good", "late"):
        expect(page.get_by_text(name, exact=True).first).to_be_visible()
    page.goto("about:blank")
    page.goto((run.folder / "reports/report.html").as_uri() + "#categories")
    for category in ("Known failures", "The product breaks a promise", "Flaky: passed, but not at first"):
        expect(page.get_by_text(category).first).to_be_visible()
    page.goto("about:blank")
    page.goto((run.folder / "reports/report.html").as_uri() + "#globalErrors")
    expect(page.get_by_text("fits no scenario").first).to_be_visible()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    browser = Browser(temporary=tmp_path_factory.mktemp("b"))
    yield browser.visit(journal=Journal(0), correlation_id="report").page
    browser.close()


def test_shards_that_all_pass(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/two.feature", "Feature: Two\n  Example: one\n    Then all is well\n")
    run = merging(project, *(shard(project, number, 2) for number in (1, 2)))
    assert (run.status, run.err, run.global_errors) == (0, "", [])
    assert run.record["verdict"] == "passed"
    assert [one["counts"]["passed"] for one in run.record["shards"]] == [1, 0], "an empty shard is a shard too"


def test_a_missing_shard_fails_the_report_which_is_made_all_the_same(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/one.feature", "Feature: One\n  Example: one\n    Then all is well\n")
    run = merging(project, shard(project, 1, 3), tmp_path / "shard-3-of-3")
    said = [f"There is no run.json in {tmp_path}/shard-3-of-3; that run left no report."]
    said += ["Shard 2/3 is missing.", "Shard 3/3 is missing."]
    assert (run.status, run.err.splitlines()) == (1, said)
    assert (run.record["verdict"], run.record["errors"], run.global_errors) == ("failed", said, said)
    assert run.allure == {"one": "passed"}
    assert (tmp_path / "reports/report.html").is_file()


def test_a_shard_that_was_killed(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("features/one.feature", "Feature: One\n  Example: one\n    When somebody sends SIGKILL\n")
    run = merging(project, shard(project, 1, 1))
    assert (run.status, run.record["verdict"]) == (1, "unfinished")
    assert run.global_errors == ["Shard 1/1 was killed before its end."]


# What does not fit


def a_record(number: int, of: int, **other: Any) -> dict[str, Any]:
    scenario = {
        "id": f"{number}", "location": f"x.feature:{number}", "name": f"n{number}", "status": "passed", "seconds": 1.0,
        "flaky": False, "promises": ["VZ-08"], "row": {},
    }  # fmt: skip
    return {
        "verdict": "passed", "exit_status": 0, "counts": {"passed": 1}, "started": "2026-01-02T03:04:05.000+00:00",
        "ended": "2026-01-02T03:04:06.000+00:00", "seconds": 1.0, "seed": 7, "order": "defined", "platforms": ["veza"],
        "shard": {"number": number, "of": of, "whole": of, "plan": "p"}, "whole": True, "flaky_limit": 3, "run": "abc",
        "environment": "embedded", "versions": {"suite": "1234567"}, "errors": [], "scenarios": [scenario],
        "leftovers": [], "defects": [],
    } | other  # fmt: skip


def merged(folder: Path, *records: dict[str, Any] | str) -> dict[str, Any]:
    for number, record in enumerate(records):
        (folder / f"part-{number}").mkdir()
        text = record if isinstance(record, str) else json.dumps(record)
        (folder / f"part-{number}" / "run.json").write_text(text, "utf-8")
    return merge.merge([folder / f"part-{number}" for number in range(len(records))], folder / "reports")


def test_shards_that_fit(tmp_path: Path) -> None:
    record = merged(tmp_path, a_record(2, 2), a_record(1, 2))
    assert (record["verdict"], record["exit_status"], record["errors"]) == ("passed", 0, [])


def test_what_the_scenarios_of_each_shard_left_is_in_the_record(tmp_path: Path) -> None:
    left = [{"kind": "row", "names": [f"{number}"]} for number in (1, 2)]
    record = merged(tmp_path, a_record(1, 2, leftovers=left[:1]), a_record(2, 2, leftovers=left[1:]))
    assert record["leftovers"] == left


def shared(number: int, with_number: int) -> dict[str, Any]:
    """A record of a shard that has a scenario of another."""
    return a_record(number, 2) | {"scenarios": a_record(number, 2)["scenarios"] + a_record(with_number, 2)["scenarios"]}


@pytest.mark.parametrize(
    ("second", "said"),
    [
        (a_record(1, 2), ["Shard 1/2 is there twice, in {0} and in {1}; only the first counts.",
                          "Shard 2/2 is missing."]),
        (a_record(2, 3), ["The shards are of runs divided differently, into 2 and 3."]),
        (a_record(2, 2, seed=8), ["The shards have different seeds: 7 (shard 1/2) and 8 (shard 2/2)."]),
        (a_record(2, 2, order="random"),
         ["The shards have different orders: defined (shard 1/2) and random (shard 2/2)."]),
        (a_record(2, 2, versions={"suite": "7654321"}),
         ["The shards have different commits: 1234567 (shard 1/2) and 7654321 (shard 2/2)."]),
        (a_record(2, 2, shard={"number": 2, "of": 2, "whole": 2, "plan": "q"}),
         ["The shards were not divided alike; every machine has to start from the same features, the same selection "
          "and the same times.json."]),
        (shared(2, 1), ["x.feature:1 “n1” is in shard 1/2 and in shard 2/2."]),
        (a_record(2, 2, scenarios=[]), ["The run has 2 scenarios, but its shards together have 1."]),
        (a_record(2, 2, shard=None), ["Shard 2/2 is missing.", "{1} is no shard of a run, but a run of its own."]),
        ("{", ["{1}/run.json is damaged, or of a version of the suite without shards.", "Shard 2/2 is missing."]),
        ('{"verdict": "passed"}', ["{1}/run.json is damaged, or of a version of the suite without shards.",
                                   "Shard 2/2 is missing."]),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_fails(second: Any, said: list[str], tmp_path: Path) -> None:
    record = merged(tmp_path, a_record(1, 2), second)
    folders = [tmp_path / "part-0", tmp_path / "part-1"]
    assert sorted(record["errors"]) == sorted(one.format(*folders) for one in said)
    assert (record["verdict"], record["exit_status"]) == ("failed", 1)


@pytest.mark.parametrize(
    "damaged", [{"verdict": "odd"}, {"scenarios": [{}]}, {"shard": {"number": "2", "of": 2}}, {"seed": None}]
)
def test_a_record_that_cannot_be_understood_is_no_shard(damaged: dict[str, Any], tmp_path: Path) -> None:
    record = merged(tmp_path, a_record(1, 2), a_record(2, 2, **damaged))
    assert record["errors"][0] == f"{tmp_path}/part-1/run.json is damaged, or of a version of the suite without shards."


def test_a_commit_that_is_not_known_is_no_other_commit(tmp_path: Path) -> None:
    assert merged(tmp_path, a_record(1, 2), a_record(2, 2, versions={"suite": "unknown"}))["errors"] == []


@pytest.mark.parametrize(
    ("others", "verdict", "status"),
    [
        ([{"verdict": "failed", "exit_status": 1}], "failed", 1),
        ([{"verdict": "failed", "exit_status": 1}, {"verdict": "interrupted", "exit_status": 143}], "interrupted", 143),
        ([{"verdict": "suite failure", "exit_status": 2}, {"verdict": "failed", "exit_status": 1}], "suite failure", 2),
    ],
)
def test_the_verdict_is_the_worst(others: list[dict[str, Any]], verdict: str, status: int, tmp_path: Path) -> None:
    of = len(others) + 1
    record = merged(tmp_path, a_record(1, of), *(a_record(n, of, **other) for n, other in enumerate(others, start=2)))
    assert (record["verdict"], record["exit_status"]) == (verdict, status)


def test_late_passes_of_all_shards_count_together(tmp_path: Path) -> None:
    late = [a_record(number, 2, flaky_limit=1) for number in (1, 2)]
    for record in late:
        record["scenarios"][0]["flaky"] = True
    record = merged(tmp_path, *late)
    assert record["verdict"] == "failed"
    (said,) = record["errors"]
    assert said.startswith("2 scenarios passed only at a later attempt, and flaky_limit allows 1: x.feature:1 “n1”, ")


def test_errors_of_one_shard_are_said_with_its_name(tmp_path: Path) -> None:
    both = a_record(1, 2, errors=["both", "one"]), a_record(2, 2, errors=["both"])
    assert merged(tmp_path, *both)["errors"] == ["both", "Shard 1/2: one"]


def test_a_damaged_junit_is_told(tmp_path: Path) -> None:
    (tmp_path / "part-9").mkdir()
    (tmp_path / "part-9" / "junit.xml").write_text("<testsuites", "utf-8")
    (tmp_path / "part-9" / "run.json").write_text(json.dumps(a_record(1, 1)), "utf-8")
    record = merge.merge([tmp_path / "part-9"], tmp_path / "reports")
    assert record["errors"][0].startswith("A junit.xml of the shards is damaged, so there is none of the whole: ")
    assert not (tmp_path / "reports/junit.xml").exists()


def test_times_of_an_incomplete_run_let_nothing_be_forgotten(tmp_path: Path) -> None:
    times.Times({"gone": times.Taken(1.0, times.KEPT)}).save(tmp_path / "part" / times.FILE)
    (tmp_path / "part" / "run.json").write_text(json.dumps(a_record(1, 2)), "utf-8")
    merge.merge([tmp_path / "part"], tmp_path / "reports")
    assert sorted(times.load(tmp_path / "reports" / times.FILE)._known) == ["1", "gone"]


@pytest.mark.parametrize(
    ("folders", "said"),
    [
        (lambda folder: [], "There is nothing to merge. Name the reports folders of the shards."),
        (lambda folder: [folder / "x"], "There is nothing to merge. There is no run.json in "),
        (lambda folder: [folder / "reports"], "is where the merged report goes; move that shard's report elsewhere"),
    ],
)
def test_nothing_is_merged_in_vain(folders: Callable[[Path], list[Path]], said: str, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports/run.json").write_text(json.dumps(a_record(1, 1)), "utf-8")
    with pytest.raises(ToolFailure) as failure:
        merge.merge(folders(tmp_path), tmp_path / "reports")
    assert said in str(failure.value)
    assert json.loads((tmp_path / "reports/run.json").read_text("utf-8")) == a_record(1, 1), "a report is lost"

"""What a CI system reads: the JUnit file of real runs, as any XML parser sees it."""

import re
import signal
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from tests.reporting.test_outcomes import FEATURE, STATUSES
from tests.running.project import ROOT, Finished, Project

KINDS = {"passed": "", "failed": "failure", "skipped": "skipped"}
PASSED = ("", "", "")
ONE = "Feature: One\n\n  Example: {}\n    When {}\n"
TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLW9mLWl0"


def parsed(run: Finished, folder: str = "reports") -> ET.Element:
    """The document, once its totals are found right, and red when the run was."""
    root = ET.parse(run.folder / folder / "junit.xml").getroot()
    assert root.tag == "testsuites"
    for counted in (root, *root):
        assert counted.get("tests") == str(len(counted.findall(".//testcase")))
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert counted.get(name) == str(len(counted.findall(f".//testcase/{tag}"))), f"{name} of {counted.attrib}"
    assert run.status == 0 or root.get("failures") != "0" or root.get("errors") != "0", "red run, green results"
    return root


def cases(root: ET.Element) -> dict[str, ET.Element]:
    """Test cases by name."""
    return {case.attrib["name"]: case for case in root.iter("testcase")}


def told(case: ET.Element) -> tuple[str, str, str]:
    """What a test case says of its outcome: tag, type and message."""
    if not len(case):
        return PASSED
    (found,) = case
    return (found.tag, found.attrib["type"], found.attrib["message"])


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """A run with every outcome."""
    project = Project(tmp_path_factory.mktemp("junit"))
    project.file("features/veza/everything.feature", FEATURE)
    project.add_hooks("import fake\n")
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    return project.run()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with two scenarios of a platform, in an environment that is not real, and results of old."""
    project = Project(tmp_path)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    project.file("features/veza/one.feature", ONE.format("zero", "all is well"))
    project.file("features/veza/two.feature", ONE.format("one", "all is well").replace("One", "Two"))
    project.file("reports/junit.xml", "<testsuites tests='1' name='old'/>")
    return project


def test_every_outcome(run: Finished) -> None:
    assert {name: told(case)[:2] for name, case in cases(parsed(run)).items()} == {
        name: (KINDS.get(status, "error"), "" if status == "passed" else status)
        for name, (status, _) in STATUSES.items()
    }


def test_totals(run: Finished) -> None:
    root = parsed(run)
    counts = run.record["counts"]
    assert root.get("tests") == str(sum(counts.values()))
    assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("3", "5", "2")
    assert 0 < float(root[0].attrib["time"]) < float(root.attrib["time"])
    assert float(root[0].attrib["time"]) == pytest.approx(sum(one["seconds"] for one in run.record["scenarios"]), abs=1)
    assert root[0].attrib["timestamp"] == re.sub(r"\.\d+", "", run.record["started"])


def test_where_it_stands(run: Finished) -> None:
    (suite,) = parsed(run)
    assert suite.get("name") == "veza · Everything"
    assert suite.get("file") == "features/veza/everything.feature"
    found = cases(suite)
    assert found["outside any rule"].get("classname") == "features.veza.everything"
    assert found["fails"].get("classname") == "features.veza.everything.First"
    for case, one in zip(suite, run.record["scenarios"], strict=True):
        assert f"{case.get('file')}:{case.get('line')}" == one["location"]
        assert case.get("name") == one["name"]
    names = Counter((case.get("classname"), case.get("name")) for case in suite)
    assert max(names.values()) == 1, "readers take two results of one name for one"


def test_why(run: Finished) -> None:
    found = cases(parsed(run))
    for name, result in run.results.items():
        if reason := (result.get("statusDetails") or {}).get("message"):
            assert found[name][0].get("message") == reason
    story = found["fails"][0].text or ""
    assert story.splitlines()[:4] == [
        "When the product is wrong",
        "expected green, but it was red",
        "Evidence: reports/evidence/veza-everything-18",
        "Replay: behave -D seed=7 features/veza/everything.feature:18",
    ]
    assert 'in wrong\n    def wrong(context): assert False, "expected green' in story
    assert "Replay: " in (found["is undefined"][0].text or "")
    assert found["lacks"][0].text is None


def test_alike(tmp_path: Path) -> None:
    """Rows that their name does not tell apart, scenarios that nothing does, and a rule with a dot in it."""
    project = Project(tmp_path)
    example = "    Example: {}\n      Then all is well\n"
    outline = "    Scenario Outline: row\n      Then <n> is right\n      Examples:\n        | n |\n"
    outline += "        | 1 |\n        | 2 |\n"
    rule = "Feature: Alike\n  Rule: Within 0.5 s, always.\n"
    project.file("features/alike.feature", rule + example.format("same") * 2 + outline + example.format(""))
    found = [(case.get("classname"), case.get("name")) for case in parsed(project.run()).iter("testcase")]
    place = "features.alike.Within 0·5 s, always·"
    assert found == [(place, name) for name in ("same", "same #2", "row (n: 1)", "row (n: 2)", "Example")]


def test_passing(project: Project) -> None:
    root = parsed(project.run())
    assert [suite.get("name") for suite in root] == ["veza · One", "veza · Two"]
    assert (root.get("tests"), root.get("failures"), root.get("errors"), root.get("skipped")) == ("2", "0", "0", "0")


def test_what_failed_at_first(project: Project) -> None:
    steps = "from behave import step\ntries = []\n"
    steps += (
        "@step('try {n:d} is good')\ndef tried(context, n):\n    tries.append(n)\n    assert len(tries) >= n, 'bad'\n"
    )
    project.file("steps/tries.py", steps)
    scenario = ONE.format("zero", "try 2 is good").replace("  Example", "  @retry\n  Example")
    project.file("features/veza/one.feature", scenario)
    run = project.run()
    assert run.status == 0
    assert told(cases(parsed(run))["zero"]) == ("flakyFailure", "failed", "bad")
    project.file("features/veza/one.feature", scenario.replace("try 2", "try 9"))
    again = cases(parsed(project.run()))["zero"]
    assert [(one.tag, one.get("message")) for one in again] == [("failure", "bad"), ("rerunFailure", "bad")]


# Runs that did not go as they should


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-D", "patince=2"], "there is no setting 'patince'"),
        (["-t", "@VZ-99"], "no scenario matches the tags @VZ-99"),
        (["features/veza/three.feature"], "there is no feature file"),
    ],
)
def test_nothing_can_run(project: Project, arguments: list[str], said: str) -> None:
    run = project.run(*arguments)
    assert run.status == 2
    (suite,) = parsed(run)
    (case,) = suite
    tag, kind, message = told(case)
    assert (suite.get("name"), tag, kind) == ("The run itself", "error", "run")
    assert message.startswith(said) and message == run.err.strip() == case[0].text


def test_environment_does_not_start(project: Project) -> None:
    root = parsed(project.run(FAKE="start fails"))
    said = "web of veza died while starting: no such file; mend its settings"
    assert {name: told(case) for name, case in cases(root).items()} == {
        "outside of scenarios": ("error", "run", said),
        "zero": ("error", "error", f"did not run: {said}"),
        "one": ("error", "error", f"did not run: {said}"),
    }
    assert root[0].get("name") == "The run itself"


def test_environment_does_not_close(project: Project) -> None:
    found = cases(parsed(project.run(FAKE="close fails")))
    assert told(found.pop("outside of scenarios")) == (
        "error",
        "run",
        "a process of veza cannot be ended; end it by hand",
    )
    assert [told(case) for case in found.values()] == [PASSED, PASSED]


def test_hooks_around_scenarios(project: Project) -> None:
    project.add_hooks("def after_feature(context, feature):\n    raise RuntimeError('hook broke')\n")
    run = project.run()
    found = cases(parsed(run))
    error = found.pop("outside of scenarios")[0]
    assert (error.text or "").splitlines() == run.record["errors"]
    assert len(run.record["errors"]) == 2 and "hook broke" in error.attrib["message"]
    assert [told(case) for case in found.values()] == [PASSED, PASSED]


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_interruption(project: Project, name: str) -> None:
    project.file("features/veza/one.feature", ONE.format("zero", f"somebody sends {name}"))
    run = project.run()
    assert run.status == 128 + signal.Signals[name]
    found = cases(parsed(run))
    assert told(found["outside of scenarios"]) == ("error", "run", f"The run was interrupted by {name}.")
    assert told(found["zero"])[:2] == ("error", "error")
    assert told(found["one"]) == ("skipped", "untested", f"did not run: the run was interrupted by {name}")


def test_a_killed_run(project: Project) -> None:
    project.run()
    project.file("features/veza/two.feature", ONE.format("one", "somebody sends SIGKILL").replace("One", "Two"))
    run = project.run()
    assert run.status == -signal.SIGKILL
    found = cases(parsed(run))
    said = "The run has not ended: it is still going on, or it was killed."
    assert told(found.pop("outside of scenarios")) == ("error", "run", said)
    assert [told(case) for case in found.values()] == [("skipped", "untested", said)] * 2


def test_no_secret_and_nothing_that_xml_forbids(project: Project) -> None:
    steps = "from behave import step\n@step('it tells all')\ndef tell(context):\n"
    steps += f"    raise AssertionError('\\x1b[31m\\0 \\ud83d \\uffff <&]]> 🎵 Bearer {TOKEN}')\n"
    steps += f"@step('it skips all')\ndef skip(context): context.scenario.skip('Bearer {TOKEN}')\n"
    project.file("steps/tells.py", steps)
    project.file("features/veza/one.feature", ONE.format(f"\x01 Bearer {TOKEN}", "it tells all"))
    project.file("features/veza/two.feature", ONE.format(f"password={TOKEN}", "it skips all").replace("One", "Two"))
    run = project.run()
    found = cases(parsed(run))
    assert told(found["\ufffd Bearer ***"]) == (
        "failure",
        "failed",
        "\ufffd[31m\ufffd \ufffd \ufffd <&]]> 🎵 Bearer ***",
    )
    assert told(found["password=***"]) == ("skipped", "skipped", "Bearer ***")
    for file in ("junit.xml", "run.json"):
        text = (run.folder / "reports" / file).read_text("utf-8")
        assert TOKEN not in text and "🎵" in text


# Where it is written


def test_a_copy_where_behave_is_told_to(project: Project) -> None:
    assert not (project.run("--junit-directory", "results/ci").folder / "results").exists(), "nobody said --junit"
    run = project.run("--junit", "--junit-directory", "results/ci")
    assert ET.tostring(parsed(run, "results/ci")) == ET.tostring(parsed(run))
    assert [file.name for file in (run.folder / "results/ci").iterdir()] == ["junit.xml"]
    assert not [*run.folder.rglob("TESTS-*.xml")], "behave's own results are there as well"


def test_without_a_directory_it_is_with_the_other_reports(project: Project) -> None:
    run = project.run("--junit", "-D", "reports=elsewhere")
    assert parsed(run, "elsewhere").get("tests") == "2"
    assert "old" in (run.folder / "reports/junit.xml").read_text("utf-8")


def test_what_a_step_prints_is_left_alone(project: Project) -> None:
    project.file(
        "steps/prints.py", "from behave import step\n@step('it prints')\ndef prints(context): print('printed')\n"
    )
    project.file("features/veza/one.feature", ONE.format("zero", "it prints"))
    assert "printed" in project.run("--junit").out


def test_a_dry_run_writes_none(project: Project) -> None:
    run = project.run("--dry-run", "--junit", "--junit-directory", "results")
    assert run.status == 0
    assert not (run.folder / "results").exists()
    assert "old" in (run.folder / "reports/junit.xml").read_text("utf-8")


def test_a_place_that_cannot_be_written(project: Project) -> None:
    project.file("results", "a file, not a folder")
    run = project.run("--junit", "--junit-directory", "results")
    assert run.status == 2, "a run whose reports are incomplete is not green"
    assert run.err.startswith("Reporting is incomplete: JUnitReport.begin failed: ")
    assert "\nthe reports are incomplete: JUnitReport.begin failed: " in run.err
    assert set(run.record["errors"]) <= set(run.err.splitlines())
    assert "the reports are incomplete" in told(cases(parsed(run))["outside of scenarios"])[2]

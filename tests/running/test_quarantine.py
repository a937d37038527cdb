"""Known failures do not fail a run until their last day; late passes do when they are too many."""

import json
from pathlib import Path

import pytest

from support.failures import SuiteFailure
from support.running import retries
from support.running.quarantine import load
from support.running.selection import Identity
from tests.running.project import ROOT, Finished, Project

FEATURE = """
    Feature: Small

      Rule: First

        Example: good
          Then all is well

        Example: bad
          Then the product is wrong

        Scenario Outline: <what> in the end
          Then the <what> is wrong

          Examples:
            | what    |
            | product |
            | test    |

      Rule: Second

        Example: good
          Then all is well
"""
PATH = "features/veza/small.feature"
BAD = {"feature": PATH, "name": "bad"}
ROWS = {"feature": PATH, "name": "<what> in the end"}
WORDS = {"owner": "Ada", "reason": "waits for VZ-417", "until": "2999-12-31"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file(PATH, FEATURE)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    return project


def entry(**fields: str) -> str:
    """An entry of the file, without fields that are empty; a last day, and what is in braces, stands as it is."""
    lines = ["[[scenario]]"]
    for name, value in fields.items():
        bare = name == "until" or value.startswith("{")
        lines += [f"{name} = {value if bare else json.dumps(value)}"] * bool(value)
    return "\n".join(lines) + "\n"


def quarantine(project: Project, *entries: dict[str, str]) -> None:
    project.file("quarantine.toml", "\n".join(entry(**{**WORDS, **fields}) for fields in entries))


def by_place(run: Finished) -> dict[str, dict[str, object]]:
    """The record's scenarios by line."""
    return {one["location"].rpartition(":")[2]: one for one in run.record["scenarios"]}


def test_failures_in_quarantine_are_reported_but_do_not_fail_the_run(project: Project) -> None:
    assert project.run().status == 1
    quarantine(project, BAD, ROWS)
    run = project.run()
    assert (run.status, run.err, run.global_errors) == (0, "", [])
    assert run.record["verdict"] == "passed"
    assert {name: number for name, number in run.record["counts"].items() if number} == {"passed": 2, "quarantined": 3}
    assert "    ⊘ bad  failed, quarantined (Ada, until 2999-12-31: waits for VZ-417)  " in run.out
    assert "    ⊘ test in the end  broken, quarantined (Ada, until " in run.out
    assert "expected green, but it was red" in run.out and "Replay:   behave -D seed=7 " in run.out
    assert (
        "Quarantined: 3\n  features/veza/small.feature:9  bad  (Ada, until 2999-12-31: waits for VZ-417)\n" in run.out
    )
    assert "2 passed, 3 quarantined. Seed 7." in run.out
    assert "To look into" not in run.out
    known = {"owner": "Ada", "reason": "waits for VZ-417", "until": "2999-12-31"}
    assert [one["quarantined"] for one in run.record["scenarios"]] == [None, known, known, known, None]
    assert [one["status"] for one in run.record["scenarios"]] == ["passed", "failed", "failed", "error", "passed"]


def test_the_report_calls_them_known_failures(project: Project) -> None:
    quarantine(project, BAD)
    run = project.run()
    (bad,) = (one for one in run.all_results if one["name"] == "bad")
    assert bad["status"] == "failed"
    assert bad["statusDetails"]["known"] is True
    assert {"name": "cause", "value": "known failure"} in bad["labels"]
    assert "Quarantined: Ada, until 2999-12-31: waits for VZ-417" in bad["descriptionHtml"]
    (other,) = (one for one in run.all_results if one["name"] == "product in the end")
    assert "known" not in other["statusDetails"]
    assert {"name": "cause", "value": "product"} in other["labels"]


def test_what_is_not_in_quarantine_fails_the_run(project: Project) -> None:
    quarantine(project, BAD, {**ROWS, "row": '{ what = "test" }'})
    run = project.run()
    assert run.status == 1
    assert [one["quarantined"] is not None for one in run.record["scenarios"]] == [False, True, False, True, False]
    assert "To look into:\n  features/veza/small.feature:17  product in the end\n" in run.out
    assert "2 passed, 1 failed, 2 quarantined." in run.out
    assert run.global_errors == []


def test_every_kind_of_failure_can_be_in_quarantine(project: Project) -> None:
    sentences = ("the test is wrong", "cleaning up fails", "nobody wrote this", "it is not written yet")
    examples = "".join(f"  Example: {sentence}\n    Then {sentence}\n" for sentence in sentences)
    project.file(
        "features/kinds.feature", f"Feature: Kinds\n{examples}  @hooked\n  Example: hook\n    Then all is well\n"
    )
    project.add_hooks("def before_tag(context, tag):\n    if tag == 'hooked': raise RuntimeError('hook broke')\n")
    names = (*sentences, "hook")
    assert project.run("features/kinds.feature").status == 1
    quarantine(project, *({"feature": "features/kinds.feature", "name": name} for name in names))
    run = project.run("features/kinds.feature")
    assert (run.status, run.record["counts"]["quarantined"]) == (0, 5), run.out
    statuses = ("error", "cleanup_error", "undefined", "pending", "hook_error")
    assert run.statuses == dict(zip(names, statuses, strict=True))


def test_a_failure_in_quarantine_does_not_stop_the_run(project: Project) -> None:
    quarantine(project, BAD, ROWS)
    run = project.run("--stop")
    assert (run.status, run.record["counts"]["untested"]) == (0, 0)


# What fails the run


def complaint(run: Finished) -> str:
    """The one sentence that a run failed for, which is told everywhere."""
    assert run.status == 1
    assert run.record["verdict"] == "failed"
    (said,) = run.global_errors
    assert run.record["errors"] == [said]
    assert f"Besides: {said}\n" in run.out
    return said


def test_an_entry_whose_day_is_past(project: Project) -> None:
    quarantine(project, {**BAD, "until": "2026-01-31"}, ROWS)
    run = project.run()
    assert complaint(run) == (
        "entry 1 of quarantine.toml (“bad” of features/veza/small.feature) ended on 2026-01-31 "
        "(Ada: waits for VZ-417); mend it and take the entry out, or agree on another day"
    )
    assert "    ✗ bad  " in run.out and run.record["counts"]["failed"] == 1
    assert complaint(project.run(f"{PATH}:9")).startswith("entry 1 of")
    assert project.run(f"{PATH}:16").status == 0, "somebody else's entry fails a single scenario"


def test_the_last_day_counts(project: Project) -> None:
    today = project.run().record["started"][:10]
    quarantine(project, {**BAD, "until": today}, {**ROWS, "until": today})
    run = project.run()
    assert run.record["started"][:10] != today or run.status == 0


def test_a_scenario_in_quarantine_that_passes(project: Project) -> None:
    quarantine(project, BAD, ROWS, {"feature": PATH, "name": "good", "rule": "Second"})
    said = "features/veza/small.feature:22 “good” passes, but is quarantined; take it out (entry 3 of quarantine.toml)"
    assert complaint(project.run()) == said
    assert complaint(project.run(f"{PATH}:22")) == said
    assert project.run(f"{PATH}:6").status == 0


@pytest.mark.parametrize(
    "wrong", [{"name": "worse"}, {"rule": "Second"}, {"feature": "features/veza/gone.feature"}, {"row": '{ a = "b" }'}]
)
def test_an_entry_that_fits_no_scenario(project: Project, wrong: dict[str, str]) -> None:
    quarantine(project, BAD, ROWS, {**BAD, **wrong})
    said = complaint(project.run())
    assert said.startswith("entry 3 of quarantine.toml (“")
    assert said.endswith(" fits no scenario; correct it or take it out")


def test_an_entry_that_fits_no_scenario_does_not_disturb_a_part_of_the_suite(project: Project) -> None:
    quarantine(project, BAD, ROWS, {**BAD, "name": "worse"})
    project.file("features/other.feature", "@other\nFeature: Other\n  Example: other\n    Then all is well\n")
    for narrowed in ([PATH], ["-t", "not @other"], ["-n", "bad"], ["-D", "platform=veza"], ["--dry-run"]):
        assert project.run(*narrowed).status == 0, narrowed


def spoilt(**fields: str) -> str:
    """The entry for `bad` with other fields; without those that are empty."""
    return entry(**{**WORDS, **BAD, **fields})


ONE = "entry 1 of quarantine.toml (“bad”)"
MALFORMED = {
    "[[scenario]\n": "quarantine.toml is not well-formed: ",
    "[[scenarios]]\nname = 'bad'\n": "quarantine.toml holds scenarios; begin each entry with [[scenario]]",
    "[scenario]\nname = 'bad'\n": "scenario in quarantine.toml is no list of entries; begin each entry with",
    **{
        spoilt(**{field: ""}): f"{ONE} lacks {field}; it has to be "
        for field in ("feature", "owner", "reason", "until")
    },
    spoilt(name=""): "entry 1 of quarantine.toml lacks name; it has to be the name of a scenario, in quotes",
    spoilt(owner=" "): f"owner in {ONE} is ' '; it has to be who sees to it",
    spoilt(until='"2026-12-31"'): f"until in {ONE} is '2026-12-31'; it has to be the last day",
    spoilt(until="2026-12-31T00:00:00Z"): f"until in {ONE} is '2026-12-31 00:00:00+00:00'; it has to be the last",
    spoilt(row="what"): f"row in {ONE} is 'what'; it has to be a table",
    spoilt(row="{ n = 1 }"): f"row in {ONE} is \"{{'n': 1}}\"; it has to be a table",
    spoilt(untill="x"): f"{ONE} has a field 'untill', which means nothing; did you mean until?",
    spoilt() * 2: "is about the same scenario as entry 1; take one out",
    spoilt(name="good"): f"(“good” of {PATH}) fits scenarios of several rules; name the rule",
}


@pytest.mark.parametrize("text", MALFORMED)
def test_a_file_that_is_not_right(text: str, tmp_path: Path) -> None:
    (tmp_path / "quarantine.toml").write_text(text, "utf-8")
    scenarios = [Identity(PATH, rule, name, (), 0) for rule, name in (("A", "bad"), ("A", "good"), ("B", "good"))]
    with pytest.raises(SuiteFailure) as failure:
        load(tmp_path, scenarios)
    assert MALFORMED[text] in str(failure.value) and "\n" not in str(failure.value)


def test_a_run_with_a_file_that_is_not_right(project: Project) -> None:
    quarantine(project, {**BAD, "owner": ""})
    run = project.run()
    assert (run.status, run.err) == (2, f"{ONE} lacks owner; it has to be who sees to it, in quotes\n")
    assert run.global_errors == [run.err.strip()]
    assert "No scenario ran." in run.out


# What it never hides


def test_an_interruption_is_not_hidden(project: Project) -> None:
    project.file(PATH, "Feature: Small\n  Example: bad\n    When somebody sends SIGTERM\n")
    quarantine(project, BAD)
    run = project.run()
    assert (run.status, run.record["verdict"]) == (143, "interrupted")
    assert run.record["counts"]["quarantined"] == 0


def test_a_failure_of_the_suite_is_not_hidden(project: Project) -> None:
    project.file(
        "steps/browser.py",
        "from behave import step\nfrom support.failures import SuiteFailure\n"
        "@step('there is no browser')\n"
        "def none(context): raise SuiteFailure('there is no browser', 'install one')\n",
    )
    project.file(PATH, "Feature: Small\n  Example: bad\n    When there is no browser\n")
    quarantine(project, BAD)
    run = project.run()
    assert (run.status, run.err) == (2, "there is no browser; install one\n")
    assert run.record["counts"]["quarantined"] == 0
    run = project.run(FAKE="start fails")
    assert (run.status, run.record["counts"]["quarantined"]) == (2, 0)


def test_a_hook_of_the_feature_is_not_hidden(project: Project) -> None:
    quarantine(project, BAD, ROWS)
    project.add_hooks("def before_feature(context, feature): raise RuntimeError('hook broke')\n")
    run = project.run(f"{PATH}:9")
    assert (run.status, run.record["counts"]["quarantined"]) == (1, 0)
    assert "To look into:\n  features/veza/small.feature:9  bad\n" in run.out


def test_no_secret_of_an_entry_is_told(project: Project) -> None:
    quarantine(project, {**BAD, "reason": "try password=hunter-2-secret"}, ROWS)
    run = project.run()
    written = [path for path in (project.folder / "reports").rglob("*") if path.is_file()]
    assert "hunter-2" not in run.out and not [path for path in written if b"hunter-2" in path.read_bytes()]


# Late passes


FLAKY = """
    Feature: Flaky
      @retry
      Scenario Outline: flaky <n>
        Then <n> works at the second attempt

        Examples:
          | n |
          | 1 |
          | 2 |
"""
SECOND = """
    from behave import step
    seen = set()

    @step("{n:d} works at the second attempt")
    def second(context, n):
        first, _ = n not in seen, seen.add(n)
        assert not first, "it did not work"
"""


@pytest.mark.parametrize(("limit", "allowed"), [("0", "none"), ("1", "1")])
def test_late_passes_beyond_the_limit_fail_the_run(project: Project, limit: str, allowed: str) -> None:
    project.file("steps/second.py", SECOND)
    project.file("features/flaky.feature", FLAKY)
    run = project.run("-D", f"flaky_limit={limit}", "features/flaky.feature")
    assert complaint(run) == (
        f"2 scenarios passed only at a later attempt, and flaky_limit allows {allowed}: "
        "features/flaky.feature:9 “flaky 1”, features/flaky.feature:10 “flaky 2”"
    )
    assert run.record["counts"]["passed"] == 2
    assert [one["flaky"] for one in run.record["scenarios"]] == [True, True]


@pytest.mark.parametrize("arguments", [[], ["-D", "flaky_limit=2"]])
def test_late_passes_within_the_limit_are_only_told(project: Project, arguments: list[str]) -> None:
    project.file("steps/second.py", SECOND)
    project.file("features/flaky.feature", FLAKY)
    run = project.run(*arguments, "features/flaky.feature")
    assert (run.status, run.global_errors) == (0, [])
    assert "flaky: passed at attempt 2" in run.out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_all_may_pass_late_where_the_run_says_so(project: Project, jobs: str) -> None:
    project.file("steps/second.py", SECOND)
    project.file("features/flaky.feature", FLAKY.replace("@retry", "@any"))
    run = project.run("-D", "retries=1", "-j", jobs, "features/flaky.feature")
    assert (run.status, run.record["counts"]["passed"]) == (0, 2)
    assert [one["flaky"] for one in run.record["scenarios"]] == [True, True]
    assert project.run("features/flaky.feature").record["counts"]["failed"] == 2


def test_what_is_known_to_fail_is_not_tried_again(project: Project) -> None:
    quarantine(project, BAD)
    run = project.run("-D", "retries=1")
    assert "attempt 2" not in run.out
    assert run.record["counts"]["quarantined"] == 1


def test_the_limit_is_a_number_of_scenarios() -> None:
    assert retries.complaints(["a", "b", "c"], 3) == []
    assert retries.complaints(["a", "b", "c", "d"], 3) != []
    assert retries.complaints([], 0) == []
    assert retries.complaints(["a"], 0) == ["1 scenario passed only at a later attempt, and flaky_limit allows none: a"]

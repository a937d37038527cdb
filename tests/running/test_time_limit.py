"""A scenario that hangs ends when its time is up, wherever it hangs, and says what it was waiting for."""

from pathlib import Path

import pytest

from support.running.time_limit import limit_of
from tests.running.project import Project

STEPS = """
    import threading, time
    from behave import step
    from hamcrest import equal_to
    from support.observing.waiting import eventually

    @step("a bell is waited for")
    def bell(context):
        eventually(lambda: "silence", equal_to("a bell"), within=60, what="the bell")

    @step("it hangs")
    def hangs(context):
        threading.Event().wait(60)

    @step("it is done")
    def done(context):
        context.world.cleanup.add("tell", lambda: print("cleaned up"))
"""
FEATURE = """
    Feature: Time
      Scenario: patient
        Given it is done
        When a bell is waited for
        Then it is done
      Scenario: stuck
        When it hangs
      @limit.4
      Scenario: longer
        When a bell is waited for
      Scenario: quick
        Then it is done
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_it_ends_with_what_it_waited_for_and_the_others_go_on(tmp_path: Path, jobs: int) -> None:
    project = Project(tmp_path)
    project.file("steps/time.py", STEPS)
    project.file("features/time.feature", FEATURE)
    run = project.run("-D", "scenario_limit=1", "-j", str(jobs))
    assert run.status == 1, run.err
    told = {one["name"]: (one["status"], one["reason"]) for one in run.record["scenarios"]}
    assert {name: status for name, (status, _) in told.items()} == {
        "patient": "error", "stuck": "error", "longer": "error", "quick": "passed",
    }  # fmt: skip
    assert "not over after 1 s; it was at “When a bell is waited for”, waiting for the bell" in told["patient"][1]
    assert "not over after 1 s; it was at “When it hangs” (a tag" in told["stuck"][1]
    assert "not over after 4 s" in told["longer"][1]


def test_a_tag_says_how_long() -> None:
    assert limit_of(["ui", "limit.300", "VZ-08"], 180) == 300
    assert limit_of(["ui"], 180) == 180

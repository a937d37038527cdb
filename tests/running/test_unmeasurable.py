"""A time that was measured on a machine with other work to do: skipped with the reason, and neither red nor green."""

from pathlib import Path

import pytest

from tests.running.project import ROOT, Project

STEPS = """
    from behave import step
    from support.observing import machine, measuring

    @step("it is slow while {share:g} of the machine is busy")
    def slow(context, share):
        machine.others = lambda: share
        measuring.assert_at_most(measuring.Sample([0.2] * 20), "p95", 0.1, "a jump", "VZ-08")
"""
FEATURE = "Feature: x\n  Example: it\n    Given it is slow while {} of the machine is busy\n    Then all is well\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_it_is_skipped_with_the_reason(tmp_path: Path, jobs: str) -> None:
    project = Project(tmp_path)
    project.file("steps/slow.py", STEPS)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    for name, share in (("busy", 0.9), ("quiet", 0.1)):
        project.file(f"features/veza/{name}.feature", FEATURE.replace("it\n", f"{name}\n", 1).format(share))
    run = project.run("-j", jobs)
    assert run.statuses == {"busy": "skipped", "quiet": "failed"}, run.out
    assert run.status == 1
    message = run.results["busy"]["statusDetails"]["message"]
    assert message.startswith(
        "90% of this machine is busy with something else, so that no time tells: a jump took 200 ms"
    )
    assert [step["status"] for step in run.results["busy"]["steps"]] == ["skipped", "skipped"]
    assert project.run("-n", "busy").status == 0

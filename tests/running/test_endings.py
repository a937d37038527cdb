"""How runs end: exit status, the one sentence, the record and the report, and that everything is closed."""

import json
import os
import signal
import time
from pathlib import Path

import pytest
from hamcrest import equal_to

from support.observing.waiting import eventually
from tests.running.project import BARE, ROOT, Finished, Project

TWO = """
    Feature: Two

      Example: one
        Then all is well

      Example: two
        Then all is well
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project whose one feature belongs to a platform, in an environment that is not real."""
    project = Project(tmp_path)
    project.file("features/veza/two.feature", TWO)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    return project


def trace(run: Finished) -> list[str]:
    return (run.folder / "trace.txt").read_text("utf-8").splitlines()


def scenario(project: Project, *sentences: str, tags: str = "") -> None:
    """A first scenario with these sentences, before the two that pass."""
    lines = "\n".join(f"        {sentence}" for sentence in sentences)
    project.file("features/veza/one.feature", f"Feature: One\n\n  {tags}\n  Example: zero\n{lines}\n")


# What is known before anything starts


def test_passing(project: Project) -> None:
    run = project.run()
    assert run.status == 0
    assert trace(run) == ["start veza", "close"]
    assert run.record["verdict"] == "passed"
    assert run.record["platforms"] == ["veza"]
    assert run.record["versions"]["postgresql"] == "18.4"
    assert run.record["seed"] == 7
    assert "2 scenarios, embedded environment, seed 7, defined order" in run.out
    assert run.err == ""


def test_only_needed_platforms_start(project: Project) -> None:
    project.file("features/globe/moves.feature", TWO.replace("Two", "Moves"))
    assert trace(project.run("features/globe"))[0] == "start globe"
    (project.folder / "trace.txt").unlink()
    assert trace(project.run("-D", "platform=veza"))[0] == "start veza"
    (project.folder / "trace.txt").unlink()
    assert trace(project.run())[0] == "start globe veza"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-D", "patince=2"], "there is no setting 'patince' (-D patince); the nearest is 'patience'"),
        (["-D", "platform=veca"], "there is no platform 'veca'; did you mean 'veza'?"),
        (["-t", "@VZ-99"], "no scenario matches the tags @VZ-99, in "),
        (["-n", "three"], "no scenario matches the name three, in "),
        (["features/veza/three.feature"], "there is no feature file features/veza/three.feature; "),
        (["features/veza"], "a feature file is not well-formed: "),
        (["features/needs"], "features/needs/x.feature:3 needs 'magic', which no environment knows; "),
    ],
)
def test_nothing_can_run(project: Project, arguments: list[str], said: str) -> None:
    project.file("reports/allure-results/old-result.json", "{}")
    if arguments == ["features/veza"]:
        project.file("features/veza/bad.feature", "Feature: Bad\n  Example: one\n    Then all is well\n  Rule\n")
    project.file("features/needs/x.feature", "Feature: X\n  @needs.magic\n  Example: magic\n    Then all is well\n")
    run = project.run(*arguments)
    assert run.status == 2
    assert run.err.startswith(said)
    assert run.err.count("\n") == 1
    assert not (project.folder / "trace.txt").exists()
    assert run.record["verdict"] == "suite failure"
    assert run.record["failure"]["what"] in run.err
    assert run.global_errors == [run.err.strip()]
    assert run.results == {}, "the last run's results look like this run's"
    assert run.out.endswith("No scenario ran.\n")


def test_steps_that_cannot_be_loaded(project: Project) -> None:
    project.file("steps/more.py", "import nothing_of_that_name\n")
    run = project.run()
    assert run.status == 2
    assert "the steps cannot be loaded: ModuleNotFoundError in " in run.err
    assert "steps/more.py:1" in run.err


# What goes wrong around scenarios


@pytest.mark.parametrize(
    ("fake", "said"),
    [
        ("start fails", "web of veza died while starting: no such file; mend its settings"),
        ("start errs", "before_all failed: KeyError in "),
    ],
)
def test_environment_does_not_start(project: Project, fake: str, said: str) -> None:
    project.file("reports/allure-results/old-result.json", '{"name": "old", "status": "passed", "historyId": ""}')
    run = project.run(FAKE=fake)
    assert run.status == 2
    assert run.err.startswith(said)
    assert run.allure == {"one": "broken", "two": "broken"}
    assert said in run.results["one"]["statusDetails"]["message"]
    assert run.global_errors == [run.err.strip()]
    assert run.statuses == {"one": "error", "two": "error"}
    assert trace(run) == ["start veza", "close"]


def test_environment_does_not_close(project: Project) -> None:
    run = project.run(FAKE="close fails")
    assert run.status == 2
    assert run.err == "a process of veza cannot be ended; end it by hand\n"
    assert run.allure == {"one": "passed", "two": "passed"}


HOOKS = (
    "before_tag",
    "before_feature",
    "before_rule",
    "before_scenario",
    "before_step",
    "after_step",
    "after_scenario",
)
LATE_HOOKS = ("after_feature", "after_rule")


def test_hooks_that_fail(project: Project) -> None:
    """Each hook fails in a feature of its own, and in no other."""
    for hook in (*HOOKS, *LATE_HOOKS):
        project.file(
            f"features/veza/{hook}.feature",
            f"Feature: {hook}\n  Rule: R\n    @tagged\n    Example: of {hook}\n      Then all is well\n",
        )
        project.add_hooks(
            f"ours_{hook} = globals().get('{hook}', lambda *_: None)\n"
            f"def {hook}(context, *it):\n    ours_{hook}(context, *it)\n"
            f"    if context.feature.name == '{hook}': raise RuntimeError('{hook} broke')\n"
        )
    run = project.run()
    assert run.status == 1
    passed = {f"of {hook}": "passed" for hook in LATE_HOOKS} | {"one": "passed", "two": "passed"}
    assert run.statuses == {f"of {hook}": "hook_error" for hook in HOOKS} | passed
    assert run.allure == {f"of {hook}": "broken" for hook in HOOKS} | passed
    for hook in HOOKS:
        assert f"{hook} broke" in run.results[f"of {hook}"]["statusDetails"]["message"]
        assert f"{hook} broke" in run.out
    errors = "\n".join(run.global_errors)
    assert len(run.global_errors) == len(LATE_HOOKS)
    for hook in LATE_HOOKS:
        assert f"{hook} broke" in errors and f"Besides: {'rule “R”' if 'rule' in hook else 'feature'}" in run.out


def test_after_all_fails(project: Project) -> None:
    project.add_hooks("def after_all(context):\n    raise RuntimeError('hook broke')\n")
    run = project.run()
    assert run.status == 2
    assert "after_all failed: RuntimeError in " in run.err and "hook broke" in run.err


def test_the_timeline_holds_what_services_logged(project: Project) -> None:
    scenario(project, "When all is well", "Then the product is wrong")
    project.run()
    timeline = (project.folder / "reports/evidence/veza-one-4/timeline.txt").read_text("utf-8")
    order = (
        "step       When all is well",
        "step       Then the product is wrong",
        "log        chat-server WARNING 1 of 3",
        "log        chat-server MemoryError: nothing is left",
    )
    assert [timeline.find(one) for one in order] == sorted(timeline.find(one) for one in order)
    assert all(one in timeline for one in order)
    assert "room: 7" in timeline
    assert "nothing to see" not in timeline and "checkpoint" not in timeline


def test_stopping_after_the_first_failure(project: Project) -> None:
    scenario(project, "Then the product is wrong")
    run = project.run("--stop")
    assert run.status == 1
    assert run.statuses == {"zero": "failed", "one": "untested", "two": "untested"}
    assert run.allure == {"zero": "failed", "one": "unknown", "two": "unknown"}
    assert run.results["two"]["statusDetails"]["message"] == "did not run: the run stopped after a failure"


def test_capability(project: Project) -> None:
    scenario(project, "Then all is well", tags="@needs.logs @needs.control @needs.database")
    run = project.run()
    assert run.status == 0
    message = run.results["zero"]["statusDetails"]["message"]
    assert message == "the embedded environment does not offer control and database"


@pytest.mark.parametrize(("tag", "need"), [("@load", "load"), ("@disrupts.veza", "disruption")])
def test_what_a_deployment_has_to_allow_needs_no_further_tag(project: Project, tag: str, need: str) -> None:
    scenario(project, "Then the product is wrong", tags=tag)
    assert project.run().statuses["zero"] == "failed"
    run = project.run(FAKE="gentle")
    assert run.status == 0
    assert run.results["zero"]["statusDetails"]["message"] == f"the embedded environment does not offer {need}"


# What dies


DIE = """
    @step("chat-server dies")
    def die(context): context.run.environment.die()

    @step("chat-server dies {seconds:g} seconds into this wait")
    def wait(context, seconds):
        from hamcrest import equal_to
        from support.observing.waiting import eventually
        context.run.environment.die_soon(seconds)
        eventually(lambda: 1, equal_to(2), within=15, what="the number")

    @step("chat-server dies {seconds:g} seconds into this call")
    def call(context, seconds):
        context.run.environment.die_soon(seconds)
        time.sleep(15)

    @step("chat-server dies while the product is wrong")
    def race(context):
        context.run.environment.die_soon(0.2)
        assert False, "expected green, but it was red"

    @step("chat-server dies in the background")
    def background(context): context.run.environment.die_soon(0.1); time.sleep(0.3); 1 / 0
"""
OBITUARY = (
    "chat-server of veza died at {at} (killed by SIGKILL); last lines: two | three | ERROR last words; "
    "mend what it says there, or see what else runs on this machine, and start again"
)


@pytest.mark.parametrize(
    "sentence",
    [
        "chat-server dies",
        "chat-server dies 0.3 seconds into this wait",
        "chat-server dies 0.3 seconds into this call",
        "chat-server dies while the product is wrong",
        "chat-server dies in the background",
    ],
)
def test_a_service_dies(project: Project, sentence: str) -> None:
    project.file("steps/die.py", "import time\nfrom behave import step\n" + DIE.replace("\n    ", "\n"))
    scenario(project, f"When {sentence}", "Then all is well")
    began = time.monotonic()
    run = project.run("features/veza/one.feature", "features/veza/two.feature")
    assert time.monotonic() - began < 3
    assert run.status == 2
    said = OBITUARY.split("{at}")
    assert run.err.startswith(said[0]) and run.err.strip().endswith(said[1]) and run.err.count("\n") == 1
    assert run.statuses == {"zero": "error", "one": "untested", "two": "untested"}
    assert run.allure == {"zero": "broken", "one": "unknown", "two": "unknown"}
    assert [step["status"] for step in run.results["zero"]["steps"]] == ["broken", "skipped"]
    assert run.err.strip() in run.results["zero"]["statusDetails"]["message"]
    assert trace(run)[-1] == "close"


def test_a_service_dies_between_scenarios(project: Project) -> None:
    project.file(
        "steps/die.py",
        "from behave import step\n@step('chat-server dies afterwards')\ndef later(context):\n"
        "    context.world.cleanup.add('die', context.run.environment.die)\n",
    )
    scenario(project, "When chat-server dies afterwards")
    run = project.run("features/veza/one.feature", "features/veza/two.feature")
    assert run.status == 2
    assert run.statuses == {"zero": "passed", "one": "untested", "two": "untested"}
    assert run.err.strip() in run.results["one"]["statusDetails"]["message"]


def test_a_step_finds_the_suite_wanting(project: Project) -> None:
    project.file(
        "steps/browser.py",
        "from behave import step\nfrom support.failures import SuiteFailure\n"
        "@step('there is no browser')\n"
        "def none(context): raise SuiteFailure('there is no browser', 'install one')\n",
    )
    scenario(project, "When there is no browser")
    run = project.run()
    assert (run.status, run.err) == (2, "there is no browser; install one\n")
    assert run.statuses == {"zero": "error", "one": "untested", "two": "untested"}


def test_healing_is_told(project: Project) -> None:
    scenario(project, "When all is well", tags="@disrupts.veza")
    run = project.run(FAKE="disrupted")
    assert run.status == 0
    assert run.out.count("healed veza: started web again") == 1
    run = project.run(FAKE="heal fails")
    assert (run.status, run.err) == (2, "the fake cannot be healed; throw it away\n")
    assert run.statuses == {"zero": "passed", "one": "untested", "two": "untested"}


def test_keeping(project: Project) -> None:
    scenario(project, "When cleaning up fails", "Then the product is wrong")
    run = project.run("-D", "keep=true")
    assert run.statuses == {"zero": "failed", "one": "untested", "two": "untested"}
    assert "the lid is stuck" not in run.out
    assert "Veza stays; make down ends it." in run.out
    assert trace(run) == ["start veza", "keep"]


# Who interrupts


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_interruption_in_a_step(project: Project, name: str) -> None:
    scenario(project, "Given cleaning up fails", f"When somebody sends {name}")
    run = project.run()
    assert run.status == 128 + signal.Signals[name]
    assert run.err.splitlines()[-1] == f"Interrupted by {name}."
    assert "Traceback" not in run.err + run.out
    assert run.statuses == {"zero": "error", "one": "untested", "two": "untested"}
    assert "interrupted during “When somebody sends" in run.results["zero"]["statusDetails"]["message"]
    assert "the lid is stuck" in run.results["zero"]["statusDetails"]["message"], "it was not cleaned up"
    assert run.record["verdict"] == "interrupted"
    assert trace(run)[-1] == "close"


def test_interruption_from_outside(project: Project) -> None:
    project.file(
        "steps/begun.py",
        "import time\nfrom pathlib import Path\nfrom behave import step\n"
        "@step('it has begun')\ndef begun(context): Path('begun').touch(); time.sleep(10)\n",
    )
    scenario(project, "When it has begun")
    process = project.start()
    eventually((project.folder / "begun").exists, equal_to(True), within=10, what="whether the scenario has begun")
    process.send_signal(signal.SIGTERM)
    run = project.finish(process)
    assert run.status == 143
    assert run.record["interrupted_by"] == "SIGTERM"


def test_interruption_while_starting(project: Project) -> None:
    run = project.run(FAKE="interrupted while starting")
    assert run.status == 143
    assert run.statuses == {"one": "untested", "two": "untested"}
    assert "did not run: the run was interrupted by SIGTERM" in run.results["one"]["statusDetails"]["message"]
    assert trace(run) == ["start veza", "close"]


def test_an_interruption_while_cleaning_up_does_not_stop_it(project: Project) -> None:
    project.file(
        "steps/slow.py",
        "import os, signal\nfrom behave import step\n"
        "def once():\n    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    open('cleaned', 'w').close()\n"
        "@step('cleaning up is interrupted')\ndef slow(context): context.world.cleanup.add('x', once)\n",
    )
    scenario(project, "When cleaning up is interrupted")
    run = project.run()
    assert run.status == 143
    assert "Cleaning up; once more to leave at once." in run.err
    assert (project.folder / "cleaned").exists()
    assert run.statuses == {"zero": "passed", "one": "untested", "two": "untested"}


def test_a_killed_run_leaves_no_old_record(project: Project) -> None:
    project.run()
    scenario(project, "When somebody sends SIGKILL")
    run = project.run()
    assert run.status == -signal.SIGKILL
    assert run.record["verdict"] == "unfinished"
    assert run.results == {}


# What goes wrong in reporting


def test_a_formatter_that_fails(project: Project) -> None:
    project.file(
        "broken.py",
        "from behave.formatter.base import Formatter\nclass Broken(Formatter):\n"
        "    def step(self, step): raise OSError('disk full')\n"
        "    def scenario_finished(self, planned): raise OSError('disk full')\n",
    )
    run = project.run("--format", "broken:Broken")
    assert run.status == 2, "a run whose reports are incomplete is not green"
    assert run.allure == {"one": "passed", "two": "passed"}
    *faults, sentence = run.err.splitlines()
    assert faults == [
        "Reporting is incomplete: Broken.step failed: OSError: disk full",
        "Reporting is incomplete: Broken.scenario_finished failed: OSError: disk full",
    ]
    assert sentence.startswith("the reports are incomplete: Broken.step failed: OSError: disk full; see that ")
    assert len(run.global_errors) == 3
    assert run.record["errors"] == [sentence, *faults]


def test_a_stock_formatter_that_fails(project: Project) -> None:
    scenario(project, "When cleaning up fails")
    run = project.run("--format", "progress")
    assert "Reporting is incomplete: ScenarioProgressFormatter." in run.err, "behave's own formatter was mended"
    assert run.status == 1
    assert run.statuses == {"zero": "cleanup_error", "one": "passed", "two": "passed"}


def test_a_results_folder_that_cannot_be_written(project: Project) -> None:
    project.file("reports/allure-results", "a file, not a folder")
    run = project.run()
    assert run.status == 2
    assert run.err.startswith(f"reports cannot be written to {project.folder}/reports: ")
    assert "allure-results" in run.err and run.err.count("\n") == 1
    assert not (project.folder / "trace.txt").exists(), "it began"


@pytest.mark.parametrize("reports", ["a-file", "/proc/reports", "locked/reports"])
def test_reports_that_cannot_be_written(project: Project, reports: str) -> None:
    project.file("a-file", "")
    (project.folder / "locked").mkdir(mode=0o500)
    if os.geteuid() == 0 and reports.startswith("locked"):
        pytest.skip("root may write everywhere")
    run = project.run("-D", f"reports={reports}")
    assert run.status == 2
    assert "reports cannot be written to " in run.err and run.err.count("\n") == 1
    assert not (project.folder / "trace.txt").exists(), "it began"


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_reports_that_cannot_be_written_in_the_end(project: Project, jobs: str) -> None:
    project.add_hooks(
        "import resource\nours = after_all\ndef after_all(context):\n    ours(context)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))\n"
    )
    run = project.run("-j", jobs)
    assert run.status == 2
    assert "the reports are incomplete: " in run.err


FULL_DISK = """
    mount -t tmpfs -o size=200k none reports || exit 99
    "$@"
    status=$?
    cp reports/run.json record.json
    exit $status
"""
"""A real file system of 200 KB below the reports, in a name space of its own, which every user may have."""


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_a_disk_that_fills_up(project: Project, jobs: str) -> None:
    text = f'    """\n    {"much " * 600}\n    """\n'
    scenarios = [f"  Scenario: {number}\n    Given a table and a text\n{text}" for number in range(30)]
    project.file("features/veza/two.feature", "Feature: Much\n" + "".join(scenarios))
    (project.folder / "reports").mkdir()
    apart = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", FULL_DISK, "sh")
    allure = ("--format", "support.reporting.allure:AllureFormatter", "--outfile", "reports/allure-results")
    project.command = (*apart, *BARE, *allure, "-j", jobs)
    run = project.run()
    if run.status == 99:
        pytest.skip("nobody may mount anything here")
    assert run.status == 2, "a run whose reports are incomplete is not green"
    assert "the reports are incomplete: " in run.err and "No space left on device" in run.err
    assert "broke off" not in run.err
    record = json.loads((project.folder / "record.json").read_text("utf-8"))
    assert record["verdict"] == "unfinished", "the record of the end had no room, and that of the start tells so"


def test_a_mistake_of_the_suite_in_telling_how_it_ended(project: Project) -> None:
    project.add_hooks("from support.running import times\ntimes.Times.save = lambda *_: {}['missing']\n")
    run = project.run()
    assert run.status == 2, "1 is for scenarios that failed"
    assert "Traceback" in run.err and "'missing'" in run.err
    assert run.record["verdict"] == "unfinished"


def test_two_runs_at_once(project: Project) -> None:
    project.file(
        "steps/begun.py",
        "import time\nfrom pathlib import Path\nfrom behave import step\n"
        "@step('it has begun')\ndef begun(context):\n"
        "    Path('begun').touch()\n    while not Path('over').exists(): time.sleep(0.02)\n",
    )
    scenario(project, "When it has begun")
    first = project.start()
    try:
        eventually((project.folder / "begun").exists, equal_to(True), within=10, what="whether the first has begun")
        record = (project.folder / "reports/run.json").read_text("utf-8")
        for arguments in ((), ("-D", "patince=2")):
            second = project.run("features/veza/two.feature", *arguments)
            assert second.status == 2
            assert f"another run (process {first.pid}) writes to {project.folder}/reports; wait " in second.err
        assert (project.folder / "reports/run.json").read_text("utf-8") == record
        assert project.run("features/veza/two.feature", "-D", "reports=elsewhere").status == 0
    finally:
        project.file("over", "")
        run = project.finish(first)
    assert run.status == 0
    assert set(run.statuses) == {"zero", "one", "two"}
    assert project.run().status == 0, "the folder is free again"

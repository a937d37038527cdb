"""Nothing ends green that was not seen green, one by one and side by side."""

import re
import subprocess
from pathlib import Path

import pytest

from support.running.outcome import STATUSES
from support.running.verdict import owing
from tests.running.project import BARE, COMMAND, ROOT, Finished, Project

JOBS = pytest.mark.parametrize("jobs", ["1", "4"])
STEPS = """
    import asyncio, multiprocessing, os, signal, sys, threading, time
    from behave import step
    from behave.api.pending_step import StepNotImplementedError

    @step("it ends by {how}")
    def ends(context, how): exec(how, globals(), {"context": context})

    @step("it leaves {code} to be cleaned up")
    def leaves(context, code): context.add_cleanup(lambda: exec(code, globals()))

    class Unreadable(Exception):
        def __str__(self): raise ValueError("no words")
        __repr__ = __str__

    class UnreadableAssertion(AssertionError):
        def __str__(self): sys.exit(0)
        __repr__ = __str__
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Features without a platform: nothing has to start."""
    project = Project(tmp_path)
    project.file("steps/ends.py", STEPS)
    for name in ("before", "here", "later", "last"):
        project.file(f"features/{name}.feature", f"Feature: {name}\n  Example: {name} one\n    Then all is well\n")
    return project


def here(project: Project, sentence: str, *more: str) -> None:
    lines = "\n".join(f"    Given {one}" for one in (sentence, *more))
    project.file(
        "features/here.feature",
        f"Feature: here\n  Example: it\n{lines}\n    Then all is well\n  Example: next\n    Then all is well\n",
    )


OTHERS = {"before one": "passed", "next": "passed", "later one": "passed", "last one": "passed"}


def others(run: Finished) -> dict[str, str]:
    return {name: status for name, status in run.statuses.items() if name != "it"}


# What passes through `except Exception`


@JOBS
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("sys.exit(0)", "SystemExit: 0"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("raise asyncio.CancelledError('over')", "CancelledError: over"),
        ("raise BaseExceptionGroup('all', [SystemExit(0)])", "BaseExceptionGroup"),
    ],
)
def test_a_step_that_would_end_the_run(project: Project, jobs: str, how: str, said: str) -> None:
    here(project, f"it ends by {how}")
    run = project.run("-j", jobs)
    assert run.status == 1, run.out + run.err
    assert run.statuses["it"] == "error"
    assert others(run) == OTHERS
    assert said in run.results["it"]["statusDetails"]["message"]
    assert said in run.out


@JOBS
@pytest.mark.parametrize("hook", ["before_tag", "before_scenario", "before_step", "after_step", "after_scenario"])
def test_a_hook_that_would_end_the_run(project: Project, jobs: str, hook: str) -> None:
    project.file("features/here.feature", "Feature: here\n  @x\n  Example: it\n    Then all is well\n")
    project.add_hooks(
        f"ours_{hook} = globals().get('{hook}', lambda *_: None)\n"
        f"def {hook}(context, *it):\n    ours_{hook}(context, *it)\n"
        "    if context.scenario.name == 'it': raise SystemExit(0)\n"
    )
    run = project.run("-j", jobs)
    assert run.status == 1, run.out + run.err
    assert run.statuses["it"] == "hook_error"
    assert set(others(run).values()) == {"passed"}
    message = run.results["it"]["statusDetails"]["message"]
    assert (
        "SystemExit: 0 (in environment.py" in message if "step" in hook else f"{hook} failed: SystemExit: 0" in message
    )


@JOBS
@pytest.mark.parametrize("hook", ["before_feature", "after_feature"])
def test_a_hook_of_a_feature_that_would_end_the_run(project: Project, jobs: str, hook: str) -> None:
    project.add_hooks(f"def {hook}(context, it):\n    if it.name == 'here': raise SystemExit(0)\n")
    here(project, "all is well")
    run = project.run("-j", jobs)
    assert run.status == 1, run.out + run.err
    expected = "hook_error" if hook == "before_feature" else "passed"
    assert (run.statuses["it"], run.statuses["next"]) == (expected, expected)
    assert f"{hook} failed: SystemExit: 0" in run.out


@JOBS
@pytest.mark.parametrize("hook", ["before_all", "after_all"])
def test_a_hook_of_the_run_that_would_end_it(project: Project, jobs: str, hook: str) -> None:
    project.add_hooks(f"def {hook}(context):\n    raise SystemExit(0)\n")
    run = project.run("-j", jobs)
    assert run.status == 2, run.out + run.err
    assert f"{hook} failed: SystemExit in " in run.err
    assert run.record["exit_status"] == 2


@JOBS
def test_a_clean_up_that_would_end_the_run(project: Project, jobs: str) -> None:
    here(project, "it leaves sys.exit(0) to be cleaned up")
    run = project.run("-j", jobs)
    assert run.status == 1, run.out + run.err
    assert run.statuses["it"] == "cleanup_error"
    assert others(run) == OTHERS


@pytest.mark.parametrize("file", ["steps/more.py", "environment.py"])
def test_loading_that_would_end_the_run(project: Project, file: str) -> None:
    project.file(file, "import sys\nsys.exit(0)\n")
    run = project.run()
    assert run.status == 2
    assert f"the steps cannot be loaded: SystemExit in {file}:2: 0;" in run.err


@JOBS
def test_a_type_that_would_end_the_run(project: Project, jobs: str) -> None:
    """Texts of a sentence become values outside of the step."""
    project.file(
        "steps/types.py",
        "import sys\nfrom behave import register_type, step\n"
        "register_type(Fatal=lambda text: sys.exit(0))\n@step('of {kind:Fatal} kind')\ndef kind(context, kind): pass\n",
    )
    here(project, "of any kind")
    run = project.run("-j", jobs)
    assert run.status == 1, run.out + run.err
    assert run.statuses["it"] == "error"
    assert others(run) == OTHERS
    assert "SystemExit" in run.results["it"]["statusDetails"]["message"]


# Whoever dies breaks the scenario it was in


@pytest.mark.parametrize("status", [0, 1])
@pytest.mark.parametrize("command", [COMMAND, BARE], ids=["with our reports", "bare"])
def test_one_that_ends_the_process_of_the_run(project: Project, status: int, command: tuple[str, ...]) -> None:
    project.command = command
    here(project, f"it ends by os._exit({status})")
    run = project.run("-j", "1")
    assert run.status == 2
    assert f"os._exit({status}) ended the run" in run.err


def test_one_that_ends_a_process_of_its_own(project: Project) -> None:
    here(project, "it ends by sys.exit(os.waitpid(os.fork() or os._exit(0), 0)[1])")
    run = project.run("-j", "1")
    assert "ended the run" not in run.err
    assert others(run) == OTHERS


@pytest.mark.parametrize("code", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_worker_that_dies_breaks_the_scenario_it_was_in(project: Project, code: str) -> None:
    here(project, f"it ends by {code}")
    run = project.run("-j", "4")
    assert run.status == 1
    assert run.statuses["it"] == "error"
    assert others(run) == OTHERS


@pytest.mark.parametrize("jobs", ["2", "4"])
@pytest.mark.parametrize("hook", ["before_feature", "after_feature"])
def test_a_worker_that_dies_between_scenarios_breaks_none(project: Project, jobs: str, hook: str) -> None:
    project.add_hooks(
        "import os\nfrom pathlib import Path\n"
        f"def {hook}(context, it):\n"
        "    if it.name == 'here' and not Path('died').exists():\n        Path('died').touch()\n        os._exit(0)\n"
    )
    here(project, "all is well")
    run = project.run("-j", jobs)
    assert run.status == 1, run.out
    assert run.statuses == {"it": "passed", **OTHERS}
    assert ("died (exit status 0) " in run.out and ", after “" in run.out) or hook == "before_feature"


def test_a_worker_that_dies_at_the_very_end(project: Project) -> None:
    project.add_hooks("import os\nours = after_worker\ndef after_worker(context):\n    os._exit(0)\n")
    run = project.run("-j", "4")
    assert run.status == 1
    assert set(run.statuses.values()) == {"passed"}
    assert "died (exit status 0) after its last scenario" in run.out


# Aborting


@JOBS
def test_a_step_that_aborts(project: Project, jobs: str) -> None:
    here(project, "it ends by context.abort(reason='enough')")
    for number in range(20):
        project.file(f"features/z{number}.feature", f"Feature: z\n  Example: z{number}\n    Given 0.05 seconds pass\n")
    run = project.run("-j", jobs)
    assert run.status == 1
    assert run.statuses["it"] == "passed"
    assert run.statuses["z19"] == "untested"
    assert "did not run: the run was aborted (enough)" in run.results["z19"]["statusDetails"]["message"]
    assert "Besides: the run was aborted (enough)" in run.out


@JOBS
@pytest.mark.parametrize("hook", ["before_all", "before_feature", "after_scenario", "after_feature", "after_all"])
def test_a_hook_that_aborts(project: Project, jobs: str, hook: str) -> None:
    project.add_hooks(
        f"ours_{hook} = globals().get('{hook}', lambda *_: None)\n"
        f"def {hook}(context, *it):\n    ours_{hook}(context, *it)\n    context.abort()\n"
    )
    run = project.run("-j", jobs)
    assert run.status == 1, run.out
    assert "Besides: the run was aborted" in run.out
    if hook == "before_all":
        assert set(run.statuses.values()) == {"untested"}


# What cannot be read


@JOBS
@pytest.mark.parametrize(
    ("how", "status"),
    [
        ("raise Unreadable('x')", "error"),
        ("raise UnreadableAssertion('x')", "failed"),
        ("raise ValueError(Unreadable('x'))", "error"),
    ],
)
def test_an_exception_that_cannot_be_read(project: Project, jobs: str, how: str, status: str) -> None:
    here(project, f"it ends by {how}")
    run = project.run("-j", jobs)
    assert run.status == 1, run.err
    assert run.statuses["it"] == status
    assert others(run) == OTHERS
    assert "cannot be read" in run.results["it"]["statusDetails"]["message"]


@JOBS
@pytest.mark.parametrize("how", ["assert False, 'x' * 3_000_000", "raise ValueError('y\\n' * 1_500_000)"])
def test_a_message_without_end(project: Project, jobs: str, how: str) -> None:
    here(project, f"it ends by {how}")
    run = project.run("-j", jobs)
    assert run.status == 1
    assert len(run.out) < 20_000
    for file in ("run.json", "junit.xml"):
        assert (project.folder / "reports" / file).stat().st_size < 200_000
    assert "more characters" in run.out or "more lines" in run.out


# What runs nothing


@JOBS
def test_a_scenario_without_steps(project: Project, jobs: str) -> None:
    project.file("features/here.feature", "Feature: here\n  Example: it\n  Example: next\n    Then all is well\n")
    run = project.run("-j", jobs)
    assert run.status == 1
    assert run.statuses["it"] == "pending"
    assert "it has no steps" in run.out
    assert others(run) == OTHERS


@JOBS
@pytest.mark.parametrize("rows", ["", "    Examples:\n", "    Examples:\n      | a |\n"])
def test_an_outline_without_rows(project: Project, jobs: str, rows: str) -> None:
    text = f"Feature: here\n  Scenario Outline: it\n    Then all is <a>\n{rows}  Example: next\n    Then all is well\n"
    project.file("features/here.feature", text)
    run = project.run("-j", jobs)
    assert run.status == 1
    assert others(run) == OTHERS
    assert "features/here.feature:2: the outline “it” has no rows" in run.out
    assert project.run("-j", jobs, "-n", "next").status == 0, "it was not asked for"


def test_assertions_that_are_switched_off(project: Project) -> None:
    here(project, "the product is wrong")
    run = project.run(PYTHONOPTIMIZE="1")
    assert run.status == 2
    assert run.err == "assertions are switched off, so nothing could fail; unset PYTHONOPTIMIZE, or leave -O away\n"
    assert run.out.endswith("No scenario ran.\n")


# The rule


@pytest.mark.parametrize(
    ("standing", "reason", "green"),
    [
        ("passed", "", True),
        ("quarantined", "known", True),
        ("skipped", "it is Sunday", True),
        ("skipped", "", False),
        ("untested", "did not run", False),
        *((status, "told", False) for status in STATUSES if status not in {"passed", "skipped", "untested"}),
    ],
)
def test_a_run_is_green_only_if_every_scenario_counts(standing: str, reason: str, green: bool) -> None:
    good = {"standing": "passed", "reason": ""}
    one = {"standing": standing, "reason": reason}
    assert owing([good, one, good]) == ([] if green else [one])


@JOBS
def test_a_scenario_that_nobody_came_to(project: Project, jobs: str) -> None:
    """Something that takes a scenario away without a word, here a hook."""
    project.add_hooks(
        "def before_feature(context, feature):\n    if feature.name == 'here': feature.run_items.clear()\n"
    )
    run = project.run("-j", jobs)
    if run.statuses["here one"] == "untested":
        assert run.status == 1
        assert "1 planned scenario did not run: features/here.feature:2" in run.out
    else:
        assert (run.status, run.statuses["here one"]) == (0, "passed")


# What cannot start, and what it leaves


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            b"Feature: caf\xe9\n  Example: x\n    Then all is well\n",
            "bad.feature cannot be read: line 1 is not UTF-8; ",
        ),
        (b"\xef\xbb\xbfFeature: x\n  Example: x\n    Then all is well\n", "a feature file is not well-formed: "),
        (b"Feature: x\n  Example: x\n    Then all is well\n  Rule\n", "a feature file is not well-formed: "),
    ],
)
def test_a_feature_that_cannot_be_read(project: Project, text: bytes, said: str) -> None:
    assert project.run().status == 0
    for page in ("report.html", "html/index.html"):
        project.file(f"reports/{page}", "the last run's")
    (project.folder / "features/bad.feature").write_bytes(text)
    run = project.run()
    assert run.status == 2
    assert said in run.err and "bad.feature" in run.err and run.err.count("\n") == 1
    assert run.record["verdict"] == "suite failure" and run.statuses == {}
    assert run.results == {}
    left = [page for page in ("report.html", "html") if (project.folder / "reports" / page).exists()]
    assert left == [], "the last run's pages look like this run's"


@pytest.mark.parametrize("arguments", [["-t", "@a and"], ["--no-such-option"]])
def test_a_command_line_that_makes_no_sense(tmp_path: Path, arguments: list[str]) -> None:
    for name in (
        "run.json",
        "junit.xml",
        "report.html",
        "html/index.html",
        "allure-results/a-result.json",
        "times.json",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    command = [str(ROOT / ".venv/bin/behave"), "-D", f"reports={tmp_path}", *arguments]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 2
    assert "cannot run this" in ended.stderr or "unrecognized arguments" in ended.stderr
    left = {path.name for path in tmp_path.iterdir()} - {".run"}
    assert left - {"evidence", "allure-results"} == {"times.json"}
    assert not list(tmp_path.glob("allure-results/*"))


@JOBS
def test_evidence_is_of_one_scenario(project: Project, jobs: str) -> None:
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    for number, path in enumerate(("veza/shop-cart", "veza/shop/cart", "veza/shop cart", "veza-shop/cart")):
        text = f"Feature: {path}\n  Example: cart {number}\n    Then the product is wrong\n"
        project.file(f"features/{path}.feature", text)
    run = project.run("-j", jobs)
    folders = list((project.folder / "reports/evidence").iterdir())
    assert len(folders) == 4, folders
    assert (project.folder / "reports/evidence/veza-shop-cart-2").is_dir()
    assert run.out.count("Evidence: ") == len(set(re.findall("Evidence: (.*)", run.out))) == 4


# Children and threads


@JOBS
@pytest.mark.parametrize("how", ["os.fork()", "os.fork() or sys.exit(3)", "os.fork() or context.no"])
def test_a_child_that_a_step_forks_is_not_the_runner(project: Project, jobs: str, how: str) -> None:
    here(project, f"it ends by {how}")
    run = project.run("-j", jobs)
    assert run.status == 0, run.out + run.err
    assert run.out.count(" passed. Seed") == 1
    assert len(run.all_results) == 5


@JOBS
def test_a_child_that_stays_holds_nobody_up(project: Project, jobs: str) -> None:
    here(project, "it ends by os.fork() or time.sleep(8)")
    run = project.start("-j", jobs)
    run.wait(timeout=6)
    assert run.returncode == 0


@JOBS
def test_a_child_has_the_usual_handlers_of_signals(project: Project, jobs: str) -> None:
    code = "multiprocessing.get_context('fork').Process(target=time.sleep, args=(9,))"
    project.file(
        "steps/child.py",
        "import multiprocessing, time\nfrom behave import step\n@step('a child is ended')\ndef child(context):\n"
        f"    child = {code}\n    child.start(); child.terminate(); child.join()\n"
        "    assert child.exitcode == -15, child.exitcode\n",
    )
    here(project, "a child is ended")
    run = project.run("-j", jobs)
    assert run.status == 0, run.out


@JOBS
def test_a_thread_that_is_left(project: Project, jobs: str) -> None:
    here(project, "it ends by threading.Thread(target=time.sleep, args=(9,), name='sleeper').start()")
    process = project.start("-j", jobs)
    _, err = process.communicate(timeout=7)
    assert process.returncode == 0
    assert "A thread is left: sleeper, of features/here.feature:2 “it”" in err

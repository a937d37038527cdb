"""Runs with workers: the same outcomes as without, and what becomes of those that die, hang or are interrupted."""

import json
import signal
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hamcrest import equal_to

from support.observing.waiting import eventually
from tests.reporting.test_outcomes import FEATURE, STATUSES
from tests.running.project import ROOT, Finished, Project

STEPS = """
    import fcntl, os, signal, time
    from behave import step

    def note(text):
        with open("notes.txt", "a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.write(f"{time.monotonic()} {os.getpid()} {text}\\n")

    @step("it takes {seconds:g} seconds")
    def takes(context, seconds):
        note(f"begin {context.scenario.name}")
        time.sleep(seconds)
        note(f"end {context.scenario.name}")

    @step("it is apart from the others")
    def apart(context): assert context.world.environment is context.run.apart is not context.run.environment

    @step("it is with the others")
    def together(context): assert context.world.environment is context.run.environment

    @step("chat-server dies apart")
    def die(context): context.run.apart.die()

    @step("the worker dies")
    def dies(context): os.kill(os.getpid(), signal.SIGKILL)

    @step("the worker leaves")
    def leaves(context): os._exit(3)

    @step("it is tidied up at the end")
    def tidy(context): context.world.cleanup.add("tidy", lambda: note(f"tidied {context.scenario.name}"))
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.file("steps/times.py", STEPS)
    project.add_hooks("import fake\n")
    return project


def feature(project: Project, name: str, *scenarios: str, platform: str = "veza") -> None:
    """A feature of these scenarios: `tags | name | sentence; sentence`."""
    text = [f"Feature: {name}\n"]
    for told in scenarios:
        tags, title, sentences = (part.strip() for part in told.split("|"))
        text += [f"  {tags}" if tags else "", f"  Example: {title}"]
        text += [f"    Given {sentence.strip()}" for sentence in sentences.split(";")]
    project.file(f"features/{platform}/{name}.feature", "\n".join(text) + "\n")


def spans(run: Finished) -> dict[str, tuple[float, float]]:
    """From when to when each scenario took its time."""
    found: dict[str, list[float]] = {}
    for line in (run.folder / "notes.txt").read_text("utf-8").splitlines():
        moment, _, kind, name = line.split(" ", 3)
        if kind in {"begin", "end"}:
            found.setdefault(name, []).append(float(moment))
    return {name: (times[0], times[-1]) for name, times in found.items()}


def test_outcomes_are_those_of_a_serial_run(project: Project) -> None:
    project.file("features/everything.feature", FEATURE)
    run = project.run("-j", "4")
    assert run.statuses == {name: ours for name, (ours, _) in STATUSES.items()}
    assert run.allure == {name: theirs for name, (_, theirs) in STATUSES.items()}
    assert len(run.all_results) == len(STATUSES) + 1
    assert run.status == 1
    assert "the lid is stuck" in run.out and "expected green, but it was red" in run.out
    assert run.results["errs"]["steps"][1]["name"] == "Given 2 is right"
    assert "4 workers" in run.out


def test_each_runs_once(project: Project) -> None:
    for number in range(8):
        feature(project, f"f{number}", *(f" | {number}-{each} | it takes 0.01 seconds" for each in range(10)))
    run = project.run("-j", "8")
    lines = (project.folder / "notes.txt").read_text("utf-8").splitlines()
    assert Counter(line.split(" ")[-1] for line in lines if " begin " in line) == Counter(
        f"{number}-{each}" for number in range(8) for each in range(10)
    )
    assert len({line.split(" ")[1] for line in lines}) > 4, "hardly any worker worked"
    assert run.status == 0 and set(run.allure.values()) == {"passed"} and len(run.allure) == 80


def test_who_disrupts_a_platform_has_it_to_itself(project: Project) -> None:
    feature(
        project, "v",
        " | shares 1 | it takes 0.2 seconds", "@disrupts.veza | has it 1 | it takes 0.2 seconds",
        " | shares 2 | it takes 0.2 seconds", "@disrupts.veza | has it 2 | it takes 0.2 seconds",
    )  # fmt: skip
    feature(project, "g", " | elsewhere | it takes 0.3 seconds", platform="globe")
    feature(project, "a", "@alone | by itself | it takes 0.2 seconds", platform="globe")
    run = project.run("-j", "4", FAKE="disrupted")
    assert run.status == 0
    times = spans(run)

    def overlap(one: str, other: str) -> bool:
        return times[one][0] < times[other][1] and times[other][0] < times[one][1]

    for one in ("has it 1", "has it 2"):
        assert not any(overlap(one, other) for other in times if other not in {one, "elsewhere"})
    assert not any(overlap("by itself", other) for other in times if other != "by itself")
    assert overlap("shares 1", "shares 2")
    assert run.out.count("healed veza: started web again") == 2


def disrupting(project: Project) -> None:
    """As many that disrupt as pay, and as many that share."""
    feature(
        project,
        "v",
        *(f"@disrupts.veza | has it {n} | it is apart from the others; it takes 0.2 seconds" for n in range(4)),
    )
    feature(project, "w", *(f" | shares {n} | it is with the others; it takes 0.2 seconds" for n in range(4)))


def test_those_who_disrupt_do_so_apart_and_the_others_go_on(project: Project) -> None:
    disrupting(project)
    run = project.run("-j", "3", FAKE="disrupted")
    assert (run.status, run.err) == (0, "")
    times = spans(run)
    alone = sorted(times[f"has it {n}"] for n in range(4))
    assert all(first[1] <= second[0] for first, second in pairwise(alone)), "two disrupted one platform"
    beside = [n for n in range(4) if any(a < times[f"shares {n}"][1] and times[f"shares {n}"][0] < b for a, b in alone)]
    assert beside == [0, 1, 2, 3], "the others waited"
    assert run.out.count("healed veza: started web again") == 4
    trace = (project.folder / "trace.txt").read_text("utf-8").splitlines()
    assert trace == ["another", "start veza", "start veza", "close", "close"]


@pytest.mark.parametrize(
    ("words", "fake"),
    [
        (["-j", "3"], "shared"),
        (["-j", "3"], "contained"),
        (["-j", "3", "-D", "keep=true"], ""),
        (["-j", "3", "-D", "apart=no"], ""),
        ([], ""),
    ],
)
def test_those_who_disrupt_are_not_apart_where_there_is_one_platform(
    project: Project, words: list[str], fake: str
) -> None:
    disrupting(project)
    run = project.run(*words, FAKE=fake)
    assert "failed" in {run.statuses[f"has it {n}"] for n in range(4)}
    assert "another" not in (project.folder / "trace.txt").read_text("utf-8")


def test_a_death_apart_from_the_others_is_heard_of_by_all(project: Project) -> None:
    disrupting(project)
    feature(project, "x", "@disrupts.veza | kills | chat-server dies apart; it takes 30 seconds")
    run = project.run("-j", "3")
    assert run.status == 2 and "chat-server of veza died" in run.err


def test_no_worker_cleans_up_while_a_platform_is_disrupted(project: Project) -> None:
    feature(project, "v", " | quick | it takes 0.01 seconds", "@disrupts.veza | long | it takes 0.6 seconds")
    project.add_hooks(
        "import time\nours_after = after_worker\n"
        "def after_worker(context):\n    ours_after(context)\n"
        "    open('ended.txt', 'a').write(f'{time.monotonic()}\\n')\n"
    )
    place = [
        {"worker": n, "scenario": f"features/veza/v.feature\n\n{name}\n0"} for n, name in ((1, "quick"), (2, "long"))
    ]
    (project.folder / "place.json").write_text(json.dumps(place), "utf-8")
    run = project.run("-D", "placement=place.json")
    ended = [float(line) for line in (project.folder / "ended.txt").read_text().split()]
    assert run.status == 0 and len(ended) == 2
    assert min(ended) > spans(run)["long"][1]


@pytest.mark.parametrize(
    ("sentence", "how"), [("the worker dies", "killed by SIGKILL"), ("the worker leaves", "exit status 3")]
)
def test_a_worker_that_dies_is_replaced(project: Project, sentence: str, how: str) -> None:
    feature(
        project, "v", f" | deadly | all is well; {sentence}", *(f" | no {n} | it takes 0.1 seconds" for n in range(6))
    )
    run = project.run("-j", "2")
    assert run.status == 1
    assert run.statuses == {"deadly": "error"} | {f"no {n}": "passed" for n in range(6)}
    assert run.allure["deadly"] == "broken"
    message = run.results["deadly"]["statusDetails"]["message"]
    assert f"died ({how}) during “Given {sentence}”" in message and message in run.out
    assert run.err == ""


def test_workers_that_die_again_and_again(project: Project) -> None:
    feature(project, "v", *(f" | no {n} | the worker dies" for n in range(9)))
    run = project.run("-j", "2")
    assert run.status == 2
    assert "workers die again and again" in run.err
    assert "untested" in run.statuses.values()


def test_a_disrupted_platform_is_healed_when_the_worker_died(project: Project) -> None:
    feature(project, "v", "@disrupts.veza | deadly | the worker dies", " | another | all is well")
    run = project.run("-j", "2", FAKE="heal fails")
    assert (run.status, run.err) == (2, "the fake cannot be healed; throw it away\n")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_interruption(project: Project, number: signal.Signals, status: int) -> None:
    feature(project, "v", *(f" | no {n} | it is tidied up at the end; it takes 30 seconds" for n in range(4)))
    process = project.start("-j", "2")
    notes = project.folder / "notes.txt"
    eventually(lambda: notes.exists() and notes.read_text().count("begin"), equal_to(2), within=10, what="who began")
    began = time.monotonic()
    process.send_signal(number)
    run = project.finish(process)
    assert time.monotonic() - began < 5
    assert run.status == status
    assert sorted(run.statuses.values()) == ["error", "error", "untested", "untested"]
    assert sorted(run.allure.values()) == ["broken", "broken", "unknown", "unknown"]
    assert notes.read_text("utf-8").count("tidied") == 2
    assert run.record["verdict"] == "interrupted"
    assert not alive(notes)


def alive(notes: Path) -> list[str]:
    """Workers that have written notes and still live."""
    workers = {line.split(" ")[1] for line in notes.read_text("utf-8").splitlines()}
    return [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def test_a_second_signal_ends_it_at_once(project: Project) -> None:
    project.file(
        "steps/stubborn.py",
        "from behave import step\nimport time\n"
        "@step('cleaning up takes long')\n"
        "def long(context): context.world.cleanup.add('x', lambda: time.sleep(30))\n",
    )
    feature(project, "v", *(f" | no {n} | cleaning up takes long; it takes 30 seconds" for n in range(2)))
    process = project.start("-j", "2")
    notes = project.folder / "notes.txt"
    eventually(lambda: notes.exists() and notes.read_text().count("begin"), equal_to(2), within=10, what="who began")
    process.send_signal(signal.SIGTERM)
    assert process.stderr is not None
    told = process.stderr.readline() + process.stderr.readline()
    assert "once more to leave at once" in told
    process.send_signal(signal.SIGTERM)
    assert process.wait(5) == 143
    eventually(lambda: len(alive(notes)), equal_to(0), within=5, what="workers that live")


def test_workers_do_not_outlive_their_parent(project: Project) -> None:
    feature(project, "v", *(f" | no {n} | it takes 30 seconds" for n in range(2)))
    process = project.start("-j", "2")
    notes = project.folder / "notes.txt"
    eventually(lambda: notes.exists() and notes.read_text().count("begin"), equal_to(2), within=10, what="who began")
    process.kill()
    process.communicate(timeout=5)
    eventually(lambda: len(alive(notes)), equal_to(0), within=5, what="workers that live")


def test_stopping_after_the_first_failure(project: Project) -> None:
    feature(project, "v", " | fails | the product is wrong", *(f" | no {n} | it takes 0.3 seconds" for n in range(8)))
    run = project.run("-j", "2", "--stop")
    assert run.status == 1
    counts = Counter(run.statuses.values())
    assert counts["failed"] == 1 and counts["untested"] >= 5
    assert run.results["no 7"]["statusDetails"]["message"] == "did not run: the run stopped after a failure"


@pytest.mark.parametrize("rule", ["", "  Rule: R\n"])
def test_what_fails_in_a_run_that_stops_has_run_once(project: Project, rule: str) -> None:
    text = "".join(f"    Example: no {n}\n      Given it takes 0.1 seconds\n" for n in range(6))
    wrong = "    Example: fails\n      Given it takes 0.15 seconds\n      Then the product is wrong\n"
    project.file("features/veza/v.feature", f"Feature: V\n{rule}{text}{wrong}")
    run = project.run("-j", "2", "--stop")
    begun = (project.folder / "notes.txt").read_text("utf-8").count(" begin fails")
    assert (run.status, begun) == (1, 1)
    assert run.out.count("✗ V · fails") == 1


@pytest.mark.parametrize("hook", ["before_feature", "before_rule", "before_scenario", "before_tag", "after_scenario"])
def test_a_hook_that_fails_for_one_feature(project: Project, hook: str) -> None:
    example = "    @tagged\n    Example: {}\n      Given all is well\n"
    for name in "ab":
        examples = "".join(example.format(f"{name}{number}") for number in (1, 2))
        project.file(f"features/veza/{name}.feature", f"Feature: {name}\n  Rule: R\n{examples}")
    project.add_hooks(
        f"ours = globals().get('{hook}', lambda *_: None)\n"
        f"def {hook}(context, *it):\n    ours(context, *it)\n"
        "    if context.feature.name == 'a': raise RuntimeError('it broke')\n"
    )
    run = project.run("-j", "2")
    assert run.status == 1
    assert run.statuses == {"a1": "hook_error", "a2": "hook_error", "b1": "passed", "b2": "passed"}
    assert run.allure == {"a1": "broken", "a2": "broken", "b1": "passed", "b2": "passed"}
    assert "it broke" in run.results["a2"]["statusDetails"]["message"]


@pytest.mark.parametrize("hook", ["after_feature", "after_rule"])
def test_a_hook_that_fails_afterwards(project: Project, hook: str) -> None:
    project.file("features/veza/a.feature", "Feature: a\n  Rule: R\n    Example: one\n      Given all is well\n")
    feature(project, "b", " | two | all is well")
    project.add_hooks(f"def {hook}(context, it):\n    if context.feature.name == 'a': raise RuntimeError('it broke')\n")
    run = project.run("-j", "2")
    assert run.status == 1 and run.statuses == {"one": "passed", "two": "passed"}
    assert len(run.global_errors) == 1 and "it broke" in run.global_errors[0]


@pytest.mark.parametrize("hook", ["before_worker", "after_worker", "before_all", "after_all"])
def test_a_hook_of_the_run_or_a_worker_that_fails(project: Project, hook: str) -> None:
    feature(project, "a", " | one | all is well", " | two | all is well")
    project.add_hooks(f"def {hook}(context): raise RuntimeError('it broke')\n")
    run = project.run("-j", "2")
    assert run.status == 2
    assert f"{hook} failed: RuntimeError in " in run.err and "it broke" in run.err
    assert Path(project.folder / "trace.txt").exists() is (hook != "before_all")


def test_hooks_of_the_run_run_once_and_those_of_workers_in_each(project: Project) -> None:
    feature(project, "a", *(f" | no {n} | it takes 0.1 seconds" for n in range(6)))
    project.add_hooks(
        "import os\n"  # for print writes piece by piece where output is not buffered, and pieces of several mix
        + "".join(
            f"ours_{hook} = {hook}\ndef {hook}(context):\n    ours_{hook}(context)\n    os.write(1, b'<{hook}>')\n"
            for hook in ("before_all", "before_worker", "after_worker", "after_all")
        )
    )
    run = project.run("-j", "3")
    assert [run.out.count(f"<{hook}>") for hook in ("before_all", "after_all")] == [1, 1]
    assert [run.out.count(f"<{hook}>") for hook in ("before_worker", "after_worker")] == [3, 3]
    assert (project.folder / "trace.txt").read_text().split() == ["start", "veza", "close"]


def test_the_environment_dies(project: Project) -> None:
    project.file(
        "steps/die.py", "from behave import step\n@step('chat-server dies')\ndef d(c): c.run.environment.die()\n"
    )
    feature(project, "a", " | one | chat-server dies; all is well", " | two | all is well", " | three | all is well")
    run = project.run("-j", "2")
    assert run.status == 2
    assert "chat-server of veza died" in run.err
    assert run.statuses["one"] == "error"


def test_attempts(project: Project) -> None:
    project.file(
        "steps/second.py",
        "from pathlib import Path\nfrom behave import step\n"
        "@step('it works at the second attempt')\n"
        "def s(c):\n    first = not Path('tried').exists()\n"
        "    Path('tried').touch()\n    assert not first, 'not yet'\n",
    )
    feature(project, "a", "@retry | one | it works at the second attempt", " | two | all is well")
    run = project.run("-j", "2")
    assert run.status == 0
    assert "↻ a · one  failed, is tried again: not yet" in run.out
    assert "✓ a · one  flaky: passed at attempt 2" in run.out
    assert Counter(one["name"] for one in run.all_results) == {"one": 2, "two": 1}


def test_a_worker_that_dies_in_a_later_attempt(project: Project) -> None:
    project.file(
        "steps/second.py",
        "import os, signal\nfrom pathlib import Path\nfrom behave import step\n"
        "@step('it fails, and then kills its worker')\n"
        "def s(c):\n    first = not Path('tried').exists()\n"
        "    Path('tried').touch()\n    assert not first, 'not yet'\n    os.kill(os.getpid(), signal.SIGKILL)\n",
    )
    feature(project, "a", "@retry.2 | one | it fails, and then kills its worker", " | two | all is well")
    run = project.run("-j", "2")
    assert run.status == 1 and run.statuses == {"one": "error", "two": "passed"}
    assert run.out.count("is tried again") == 1
    assert sorted((one["name"], one["status"]) for one in run.all_results) == [
        ("one", "broken"),
        ("one", "failed"),
        ("two", "passed"),
    ]
    assert next(one for one in run.record["scenarios"] if one["name"] == "one")["retries"] == 1


def test_nothing_begins_after_the_suite_has_failed(project: Project) -> None:
    project.file(
        "steps/die.py", "from behave import step\n@step('chat-server dies')\ndef d(c): c.run.environment.die()\n"
    )
    waiting = (f" | waits {n} | it takes 0.01 seconds" for n in range(3))
    feature(project, "a", "@alone | one | chat-server dies; all is well", *waiting)
    run = project.run("-j", "2")
    assert run.status == 2 and Counter(run.statuses.values()) == {"error": 1, "untested": 3}
    assert not (project.folder / "notes.txt").exists()


def test_formatters_of_behave(project: Project) -> None:
    feature(project, "a", " | one | all is well; it takes 0.2 seconds", " | two | the product is wrong; all is well")
    feature(project, "b", " | three | nobody has written this")
    run = project.run("-j", "2", "-f", "json", "-o", "told.json", "-f", "rerun", "-o", "again.txt", "-f", "plain")
    told = json.loads((project.folder / "told.json").read_text("utf-8"))
    steps = {
        one["name"]: [step.get("result", {}).get("status") for step in one["steps"]]
        for feature in told for one in feature["elements"]
    }  # fmt: skip
    assert steps["one"] == ["passed", "passed"] and steps["two"] == ["failed", None]
    assert steps["three"][0] == "undefined"
    again = (project.folder / "again.txt").read_text("utf-8")
    assert [line for line in again.splitlines() if line and not line.startswith("#")] == [
        "features/veza/a.feature:8",
        "features/veza/b.feature:4",
    ]
    assert "Given it takes 0.2 seconds ... passed in 0.2" in run.out


def test_a_dry_run_has_no_workers(project: Project) -> None:
    feature(project, "a", " | one | all is well", " | two | the worker dies")
    run = project.run("-j", "2", "--dry-run")
    assert run.status == 0 and "workers" not in run.out


def test_a_run_with_random_order_hands_out_in_that_order(project: Project) -> None:
    feature(project, "a", *(f" | no {n} | it takes 0.05 seconds" for n in range(8)))
    serial = project.run("-D", "order=random")
    expected = list(spans(serial))
    (project.folder / "notes.txt").unlink()
    run = project.run("-D", "order=random", "-j", "2")
    begun = json.loads((project.folder / "reports/placement.json").read_text("utf-8"))
    assert [one["scenario"].rsplit("no ", 1)[1][0] for one in begun] == [name.removeprefix("no ") for name in expected]
    assert {one["worker"] for one in begun} == {1, 2}
    assert set(spans(run)) == set(expected)


def test_a_terminal_shows_what_workers_are_at(project: Project) -> None:
    feature(project, "a", " | one | it takes 1 seconds", " | two | it takes 1 seconds")
    seen = project.watch("-j", "2", COLUMNS="200")
    assert "0 of 2 done; one: Given it takes 1.0 seconds · two: Given it takes 1.0 seconds" in seen.replace(
        "takes 1 s", "takes 1.0 s"
    )


def test_a_run_is_repeated_with_its_neighbours(project: Project) -> None:
    feature(project, "a", *(f" | no {n} | it takes 0.0{n} seconds" for n in range(9)), " | no | the product is wrong")
    first = project.run("-j", "3")
    placement = (project.folder / "reports/placement.json").read_text("utf-8")
    assert len(json.loads(placement)) == 10
    (again,) = (line.split("as it was: ")[1] for line in first.out.splitlines() if "as it was: " in line)
    assert again.endswith("-D seed=7 -D placement=reports/placement.json") and "-j 3" in again
    assert "With all its neighbours: <code>behave " in first.results["no"]["descriptionHtml"]
    second = project.run("-D", "placement=reports/placement.json")
    assert "3 workers" in second.out
    assert (project.folder / "reports/placement.json").read_text("utf-8") == placement
    project.file("broken.json", "[{}]")
    wrong = project.run("-D", "placement=broken.json")
    assert wrong.status == 2 and "broken.json does not say which worker ran what" in wrong.err

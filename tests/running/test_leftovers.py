"""What scenarios leave behind is found, and told with the scenario that left it."""

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from support.inventory.leftover import attribute, differences, undeclared
from support.inventory.remains import Remain
from support.inventory.stores import Census
from support.inventory.things import CONSUMER, FILE, KEY, MESSAGES, PORT, PROCESS, ROW, STREAM, Thing
from support.scenario.data import mark_of
from tests.running.project import ROOT, Finished, Project

LINA, ARNO, STREAM_ID, OLD = (f"{number}0000000-0000-4000-8000-000000000000" for number in "1234")
MARKS = {"run-0001": "first", "run-0002": "second", "run-0002-1": "second"}
FIRST, SECOND = frozenset({"first"}), frozenset({"second"})


def census(*things: Thing, shared: bool = False) -> Census:
    return Census(shared, {("veza", *thing.key): thing for thing in things})


def told(before: Census, after: Census) -> list[str]:
    return [f"{one.change} {one.thing.kind} {one.thing.name}" for one in differences(before, after)]


def owners(
    *things: Thing, strangers: frozenset[str] = frozenset(), logged: dict[str, frozenset[str]] | None = None
) -> dict[str, frozenset[str]]:
    """Whose each thing is, by its name."""
    found = attribute(differences(census(), census(*things)), MARKS, strangers, logged)
    return {one.thing.name: known for one, known in found.items()}


# What is different


def test_what_is_as_it_was_is_no_difference() -> None:
    things = [Thing(kind, "place", "name", {"messages": 1}) for kind in (ROW, KEY, STREAM, MESSAGES, FILE, PROCESS)]
    assert told(census(*things), census(*things)) == []


@pytest.mark.parametrize("kind", [ROW, KEY, STREAM, CONSUMER, MESSAGES, FILE, PROCESS, PORT])
def test_what_is_new_was_left(kind: str) -> None:
    before, after = Thing(kind, "here", "same", {"messages": 1}), Thing(kind, "there", "same", {"messages": 1})
    assert told(census(before), census(before, after)) == [f"left {kind} same"]


@pytest.mark.parametrize(("kind", "noticed"), [(ROW, True), (FILE, True), (KEY, False), (PROCESS, False)])
def test_what_was_there_before_may_have_been_changed(kind: str, noticed: bool) -> None:
    before, after = Thing(kind, "here", "one", {"size": 1}), Thing(kind, "here", "one", {"size": 2})
    assert told(census(before), census(after)) == [f"changed {kind} one"] * noticed


@pytest.mark.parametrize(("kind", "noticed"), [(ROW, True), (FILE, True), (STREAM, True), (KEY, False), (PORT, False)])
def test_what_was_there_before_may_have_been_removed(kind: str, noticed: bool) -> None:
    assert told(census(Thing(kind, "here", "one")), census()) == [f"removed {kind} one"] * noticed


def test_more_messages_were_left_and_fewer_were_not() -> None:
    def holding(number: int) -> Census:
        return census(Thing(MESSAGES, "EVENTS", "chat.said", {"messages": number}))

    assert told(holding(2), holding(3)) == ["left messages chat.said"]
    assert told(holding(3), holding(2)) == []


def test_in_a_shared_environment_only_what_is_new_counts() -> None:
    old, changed, new = Thing(ROW, "t", "1", {"n": 1}), Thing(ROW, "t", "1", {"n": 2}), Thing(ROW, "t", "2")
    gone = Thing(FILE, "media", "gone")
    assert told(census(old, gone, shared=True), census(changed, new, shared=True)) == ["left row 2"]


def test_what_could_not_be_counted_is_not_compared() -> None:
    row, key = Thing(ROW, "t", "1"), Thing(KEY, "", "k")
    blind = census(key)
    blind.uncounted["veza", "database"] = "it is away"
    assert told(blind, census(row, key)) == []
    assert told(census(row), blind) == ["left key k"]


# What may remain


def test_what_is_declared_is_no_leak() -> None:
    gone, there = Thing(ROW, "t", "1", {"active": False}), Thing(ROW, "t", "2", {"active": True})
    found = differences(census(), census(gone, there))
    remains = {"veza": [Remain(ROW, "they stay", place="t", having={"active": False})]}
    assert [one.thing for one in undeclared(found, remains)] == [there]
    assert [one.thing for one in undeclared(found, {"globe": remains["veza"]})] == [gone, there]


def test_a_declaration_does_not_cover_what_was_changed_or_removed() -> None:
    before = census(Thing(ROW, "t", "1", {"active": True}), Thing(ROW, "t", "2", {"active": False}))
    found = differences(before, census(Thing(ROW, "t", "1", {"active": False})))
    assert len(found) == 2
    assert undeclared(found, {"veza": [Remain(ROW, "they stay", place="t", having={"active": False})]}) == found


def test_a_declaration_may_cover_what_was_changed_and_not_what_was_removed() -> None:
    before = census(Thing(ROW, "t", "1", {"count": 1}), Thing(ROW, "t", "2", {"count": 1}))
    found = differences(before, census(Thing(ROW, "t", "1", {"count": 2})))
    left = undeclared(found, {"veza": [Remain(ROW, "it counts", place="t", changes=True)]})
    assert [one.thing.name for one in left] == ["2"]
    left = undeclared(found, {"veza": [Remain(ROW, "its process died", place="t", goes=True)]})
    assert [one.thing.name for one in left] == ["1"]


# Whose it is


def test_a_mark_tells_whose_it_is() -> None:
    found = owners(
        Thing(ROW, "people", "1", {"email": f"lina.rossi.{mark_of('run-0001')}@people.test"}),
        Thing(FILE, "media", f"media/slow-harbour-{mark_of('run-0002')}.mp3"),
        Thing(ROW, "people", "3", {"name": f"x{mark_of('run-0001')}"}),
        Thing(PROCESS, "the suite", "sleep 9", {"started by": "run-0002-1"}),
        Thing(ROW, "outbox", "5", {"event": {"correlation_id": "run-0001", "of": "run-0002"}}),
        Thing(ROW, "people", "6", {"name": "run-00021"}),
    )
    assert found == {
        "1": FIRST,
        f"media/slow-harbour-{mark_of('run-0002')}.mp3": SECOND,
        "3": frozenset(),
        "sleep 9": SECOND,
        "5": FIRST | SECOND,
        "6": frozenset(),
    }


def test_ids_lead_to_whose_it_is() -> None:
    found = owners(
        Thing(KEY, "", f"now_streaming:{LINA}", {"value": f'{{"stream": "{STREAM_ID}"}}'}),
        Thing(FILE, "media", f"media/{STREAM_ID}/low.mp3"),
        Thing(ROW, "people", LINA, {"id": LINA, "email": f"lina.{mark_of('run-0001')}@people.test"}),
        Thing(ROW, "people", ARNO, {"id": ARNO, "email": "arno@people.test"}),
    )
    assert list(found.values()) == [FIRST, FIRST, FIRST, frozenset()]


def test_foreign_keys_lead_to_whose_it_is() -> None:
    found = owners(
        Thing(ROW, "lines", "7, 1", {"order_id": 7}, frozenset({("orders", "7")})),
        Thing(ROW, "orders", "7", {"person_id": 3}, frozenset({("people", "3")})),
        Thing(ROW, "people", "3", {"id": 3, "name": mark_of("run-0001")}),
        Thing(ROW, "orders", "9", {"person_id": 7}, frozenset({("people", "7")})),
    )
    assert list(found.values()) == [FIRST, FIRST, FIRST, frozenset()]


def test_an_id_of_several_or_from_before_leads_nowhere() -> None:
    def by(actor: str, correlation_id: str) -> Thing:
        return Thing(ROW, "audit", f"{correlation_id} by {actor}", {"actor": actor})

    session = Thing(ROW, "sessions", "admin's", {"person": OLD})
    assert owners(by(OLD, "run-0001"), by(OLD, "run-0002"), session)["admin's"] == frozenset()
    assert owners(by(OLD, "run-0001"), session)["admin's"] == FIRST
    assert owners(by(OLD, "run-0001"), session, strangers=frozenset({OLD}))["admin's"] == frozenset()


def test_logs_lead_to_whose_it_is() -> None:
    file = Thing(FILE, "media", f"media/{STREAM_ID}/low.mp3")
    assert owners(file, logged={STREAM_ID: SECOND}) == {file.name: SECOND}
    assert owners(file, logged={STREAM_ID: FIRST | SECOND}) == {file.name: frozenset()}


# How it is told


STEPS = """
    import json, os, subprocess, sys
    from behave import step

    def note(context, kind, place, name, **content):
        name = name.replace("MARK", context.world.data.mark)
        with open("things.json", "a") as file:
            print(json.dumps([kind, place, name, content]), file=file)

    @step('{kind} "{name}" of {place} is left')
    def leave(context, kind, name, place): note(context, kind, place, name)

    @step('a person who is active is left, with the password "{password}"')
    def person(context, password): note(context, "row", "backend.people", "7", active=True, password=password)

    @step("something is made for all scenarios")
    def shared(context):
        from support.scenario.cleanup import AFTER_ALL
        note(context, "file", "media", "shared")
        AFTER_ALL.add("remove it", lambda: os.remove("things.json"))

    @step("something is made for all that cannot be undone")
    def stuck(context):
        from support.scenario.cleanup import AFTER_ALL
        AFTER_ALL.add("close the box", lambda: 1 / 0)

    @step("an account is left as declared")
    def account(context): note(context, "row", "backend.people", "MARK", active=False)

    @step("a process is left")
    def process(context):
        context.run.left = subprocess.Popen(["sleep", "60"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(context.run.left.pid, file=open("pid", "w"))

    @step("a daemon is left, which listens on a port")
    def daemon(context):
        script = ("import os, socket, time\\nif os.fork(): os._exit(0)\\nos.setsid()\\n"
                  "s = socket.create_server(('127.0.0.1', 0)); print(os.getpid(), file=open('pid', 'w'), flush=True)\\n"
                  "print(s.getsockname()[1], file=open('port', 'w'), flush=True); os.close(1); time.sleep(60)")
        subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project in an environment that is not real; what its steps start is ended."""
    project = Project(tmp_path)
    project.file("steps/leaving.py", STEPS)
    project.file("fake.py", (ROOT / "tests/running/fake_environment.py").read_text("utf-8"))
    project.add_hooks("import fake\n")
    yield project
    with suppress(FileNotFoundError, ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text("utf-8")), signal.SIGKILL)


def run(project: Project, *sentences: str, define: str = "patience=0.1", jobs: int = 1, **environ: str) -> Finished:
    """Run a scenario that leaves nothing, the one with these sentences, and another that leaves nothing."""
    steps = "".join(f"    Given {sentence}\n" for sentence in sentences)
    well = "    Given all is well\n"
    project.file(
        "features/veza/one.feature",
        f"Feature: One\n  Example: tidy\n{well}  Example: untidy\n{steps}  Example: other\n{well}",
    )
    return project.run("-D", define, "-j", str(jobs), **environ)


def test_a_scenario_that_leaves_something_fails_the_run(project: Project) -> None:
    finished = run(project, 'file "media/MARK.mp3" of media is left', 'key "presence:MARK" of Redis is left')
    assert finished.status == 1
    assert set(finished.statuses.values()) == {"passed"}
    assert finished.record["verdict"] == "failed"
    said = [
        r"features/veza/one\.feature:4 “untidy” left a file in media \(veza\): media/[a-z2-7]{8}\.mp3",
        r"features/veza/one\.feature:4 “untidy” left a key in the cache \(veza\): presence:[a-z2-7]{8}",
    ]
    besides = [line for line in finished.out.splitlines() if line.startswith("Besides: ")]
    assert [bool(re.fullmatch(f"Besides: {one}", line)) for one, line in zip(said, besides, strict=True)] == [True] * 2
    assert [f"Besides: {one}" for one in finished.record["errors"]] == besides
    first, _ = finished.record["leftovers"]
    assert first["scenarios"] == ["features/veza/one.feature:4"]
    assert (first["kind"], first["change"], first["platform"], first["place"]) == ("file", "left", "veza", "media")
    assert len(first["names"]) == 1


def test_a_scenario_that_leaves_nothing_else_than_declared_is_not_spoken_of(project: Project) -> None:
    for sentences in (["all is well"], ["an account is left as declared"]):
        finished = run(project, *sentences)
        assert finished.status == 0
        assert finished.record["leftovers"] == finished.record["errors"] == []
        assert "Besides" not in finished.out + finished.err


def test_what_goes_a_little_later_is_no_leak(project: Project) -> None:
    project.add_hooks("""
        import os, threading
        of_the_suite = after_all
        def after_all(context):
            threading.Timer(0.5, os.remove, ["things.json"]).start()
            of_the_suite(context)
    """)
    finished = run(project, 'file "late" of media is left', define="patience=1")
    assert (finished.status, finished.record["leftovers"]) == (0, [])


def test_of_nobody_known_all_that_is_known_is_told_but_no_secret(project: Project) -> None:
    finished = run(project, 'a person who is active is left, with the password "opensesame"')
    assert finished.status == 1
    said = "Besides: Nobody known left a row of backend.people (veza): 7; known of it: active True, password ***\n"
    assert said in finished.out
    assert "opensesame" not in json.dumps(finished.record)


def test_logs_tell_whose_it_is(project: Project) -> None:
    project.add_hooks("""
        of_the_suite = before_all
        def before_all(context):
            context.run.token = "RUN"
            of_the_suite(context)
    """)
    id_ = "8d2ac1f0-5b5e-4b44-9d3e-1b8f3a6f0c11"
    line = json.dumps({"message": "stored", "track": id_, "correlation_id": "RUN-0002"})
    finished = run(project, f'file "{id_}/low.mp3" of media is left', FAKE_LOG=line)
    assert [one["scenarios"] for one in finished.record["leftovers"]] == [["features/veza/one.feature:4"]]


def test_a_process_that_a_scenario_left_is_told(project: Project) -> None:
    finished = run(project, "a process is left")
    assert finished.status == 1
    said = "Besides: features/veza/one.feature:4 “untidy” left a process of the suite: sleep 60\n"
    assert said in finished.out


def test_what_a_worker_left_is_told(project: Project) -> None:
    finished = run(project, 'file "MARK" of media is left', "a process is left", jobs=2)
    assert finished.status == 1
    left = finished.record["leftovers"]
    assert [one["kind"] for one in left] == ["process", "file"]
    assert [one["scenarios"] for one in left] == [["features/veza/one.feature:4"]] * 2


def test_a_daemon_and_its_port_are_told(project: Project) -> None:
    finished = run(project, "a daemon is left, which listens on a port")
    port = (project.folder / "port").read_text("utf-8").strip()
    told = [one["sentence"] for one in finished.record["leftovers"]]
    assert finished.status == 1
    assert told[0] == f"features/veza/one.feature:4 “untidy” left a listening port of the suite: {port}"
    assert told[1].startswith("features/veza/one.feature:4 “untidy” left a process of the suite: ")
    assert len(told) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_made_for_all_scenarios_is_undone_before(project: Project, jobs: int) -> None:
    finished = run(project, "something is made for all scenarios", jobs=jobs)
    assert (finished.status, finished.record["leftovers"]) == (0, [])
    assert not (project.folder / "things.json").exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_was_made_for_all_and_cannot_be_undone_is_told(project: Project, jobs: int) -> None:
    finished = run(project, "something is made for all that cannot be undone", jobs=jobs)
    assert finished.status == 1
    assert "could not undo: close the box: ZeroDivisionError" in finished.record["errors"][0]


def test_what_is_told_is_bounded_and_the_record_is_not(project: Project) -> None:
    finished = run(project, *(f'file "{number}/MARK" of folder{number % 25} is left' for number in range(125)))
    besides = [line for line in finished.out.splitlines() if line.startswith("Besides: ")]
    assert len(besides) == 21
    assert besides[-1] == "Besides: 5 more things were left; run.json has them"
    assert besides[0].count("/") == 3 + 2  # three names, and the path of the feature
    assert besides[0].endswith(" and 2 more")
    assert sum(len(one["names"]) for one in finished.record["leftovers"]) == 125


def test_in_a_shared_environment_only_what_has_marks_counts(project: Project) -> None:
    finished = run(project, 'file "theirs" of media is left', FAKE="shared")
    assert (finished.status, finished.record["leftovers"]) == (0, [])
    finished = run(project, 'file "theirs" of media is left', 'file "MARK" of media is left', FAKE="shared")
    assert finished.status == 1
    assert [len(one["names"]) for one in finished.record["leftovers"]] == [1]


def test_a_second_attempt_is_the_same_scenario(project: Project) -> None:
    project.file(
        "steps/flaky.py",
        "from behave import step\n@step('it works the second time')\n"
        "def flaky(context): assert context.run.under_way.earlier\n",
    )
    project.file(
        "features/veza/flaky.feature",
        'Feature: F\n  @retry\n  Example: flaky\n    Given file "MARK" of media is left\n'
        "    Then it works the second time\n",
    )
    finished = run(project, "all is well")
    (left,) = finished.record["leftovers"]
    assert left["scenarios"] == ["features/veza/flaky.feature:3"]
    assert len({*left["names"]}) == 2, "the second attempt has data of its own"


def test_what_cannot_be_counted_is_told(project: Project) -> None:
    finished = run(project, "all is well", FAKE="census fails")
    assert finished.status == 1
    assert "Besides: What was left in the machine of veza is not known: the fake hides what it holds\n" in finished.out


@pytest.mark.parametrize("sentence", ["somebody sends SIGTERM", "the environment dies"])
def test_after_a_run_that_was_broken_off_nothing_is_compared(project: Project, sentence: str) -> None:
    project.file(
        "steps/dying.py",
        "from behave import step\n@step('the environment dies')\ndef die(context): context.run.environment.die()\n",
    )
    finished = run(project, 'file "MARK" of media is left', sentence)
    assert finished.status == (143 if "SIGTERM" in sentence else 2)
    assert finished.record["leftovers"] == []
    assert (project.folder / "censuses.txt").read_text("utf-8") == "census\n"


def test_after_a_worker_has_died_nothing_is_compared(project: Project) -> None:
    finished = run(project, 'file "MARK" of media is left', "somebody sends SIGKILL", jobs=2)
    assert (finished.status, finished.record["leftovers"]) == (1, [])
    assert finished.statuses["untidy"] == "error"
    assert (project.folder / "censuses.txt").read_text("utf-8") == "census\n"


def test_it_can_be_switched_off(project: Project) -> None:
    finished = run(project, 'file "MARK" of media is left', define="leftovers=off")
    assert (finished.status, finished.record["leftovers"]) == (0, [])
    assert not (project.folder / "censuses.txt").exists()


def test_what_is_kept_to_be_looked_at_is_not_compared(project: Project) -> None:
    finished = run(project, 'file "MARK" of media is left', "the product is wrong", define="keep=true")
    assert finished.record["leftovers"] == []

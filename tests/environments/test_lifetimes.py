"""What becomes of an environment when whoever opened it ends, in whatever way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support.environments import folders, processes
from support.environments.embedded import find_running
from tests.environments.helpers import (
    ROOT,
    call,
    comes_true,
    embedded,
    exists_in_memory,
    leftovers,
    of_environment,
    run_owner,
    shared_memory,
    write_platform,
)


def test_the_death_of_its_owner_is_its_own(temporary: Path) -> None:
    owner, folder = run_owner(temporary)
    assert len(of_environment(folder)) > 10
    memory = shared_memory(folder)
    owner.kill()
    owner.communicate()
    assert comes_true(lambda: not of_environment(folder) and leftovers(temporary) == [], within=5)
    assert not exists_in_memory(memory)


@pytest.mark.parametrize("end", [signal.SIGTERM, None])
def test_an_owner_need_not_close_it(temporary: Path, end: signal.Signals | None) -> None:
    write_platform(temporary / "platforms", "plain")
    owner, folder = run_owner(temporary, platforms=temporary / "platforms", name="plain")
    assert len(of_environment(folder)) > 1
    if end:
        owner.send_signal(end)
    owner.communicate()
    assert owner.returncode == (-end if end else 0)
    assert comes_true(lambda: not of_environment(folder) and leftovers(temporary) == [], within=5)


def test_ctrl_c_reaches_the_owner_alone(temporary: Path) -> None:
    """A terminal sends SIGINT to every process of the group in its foreground."""
    then = """
try:
    tell()
    sys.stdin.read()
except KeyboardInterrupt:
    print([unit["state"] for unit in environment.status()["tiny"].values()], environment.casualties())
    environment.close()
"""
    owner, folder = run_owner(temporary, then)
    os.killpg(owner.pid, signal.SIGINT)
    told, complaints = owner.communicate(timeout=10)
    assert told == f"{['running'] * 5} []\n"
    assert (owner.returncode, complaints) == (0, "")
    assert not folder.exists()


def test_a_killed_supervisor_takes_everything_along_and_is_swept(temporary: Path) -> None:
    environment = embedded(temporary)
    environment.start(["tiny"])
    memory = shared_memory(environment.folder)
    platform = environment.platform("tiny")
    daemon = call(platform, "back", "/child", method="POST")
    assert isinstance(daemon, int)
    supervisor = processes.look(int(environment.ask("hello", seen=0)["pid"]))
    assert supervisor
    os.kill(supervisor.pid, signal.SIGKILL)
    assert comes_true(lambda: bool(environment.casualties()), within=2)
    assert environment.casualties()[0].unit == "supervisor"
    assert comes_true(lambda: [one.pid for one in of_environment(environment.folder)] == [daemon], within=3)
    assert environment.folder.exists()

    following = embedded(temporary)
    assert comes_true(lambda: leftovers(temporary) == [following.folder.name], within=5)
    assert of_environment(environment.folder) == []
    following.close()
    environment.close()
    assert not exists_in_memory(memory)


def test_a_killed_supervisor_is_swept_by_its_own_client(temporary: Path) -> None:
    environment = embedded(temporary)
    os.kill(int(environment.ask("hello", seen=0)["pid"]), signal.SIGKILL)
    environment.close()
    assert leftovers(temporary) == []


def test_two_side_by_side_do_not_disturb_each_other(temporary: Path) -> None:
    one, other = embedded(temporary), embedded(temporary)
    one.start(["tiny"])
    other.start(["tiny"])
    assert one.folder != other.folder
    first, second = one.platform("tiny"), other.platform("tiny")
    assert call(first, "front", "/visits/a", method="POST") == 1
    first.freeze("postgres")
    assert call(second, "front", "/visits/b", method="POST") == 1

    memory = shared_memory(one.folder)
    assert len(of_environment(one.folder)) > 10
    assert exists_in_memory(memory)
    started = time.perf_counter()
    one.close()
    assert time.perf_counter() - started < 3
    assert of_environment(one.folder) == []
    assert leftovers(temporary) == [other.folder.name]
    assert not exists_in_memory(memory)

    assert call(second, "front", "/visits/b", method="POST") == 2
    assert other.casualties() == []
    other.close()
    assert leftovers(temporary) == []


def test_one_that_stays_up_is_found_healed_and_ended(temporary: Path) -> None:
    owner, folder = run_owner(temporary, "environment.keep(); tell()")
    owner.communicate()

    seconds = []
    for _ in range(3):
        started = time.perf_counter()
        attached = embedded(temporary)
        attached.start(["tiny"])
        seconds.append(time.perf_counter() - started)
        attached.close()
    assert min(seconds) < 0.3

    attached = embedded(temporary)
    attached.start(["tiny"])
    assert (attached.folder, attached.is_shared) == (folder, True)
    platform = attached.platform("tiny")
    platform.kill("back")
    assert call(platform, "front", "/visits/a", method="POST") == 1
    attached.close()

    again = embedded(temporary)
    assert again.status()["tiny"]["back"]["state"] == "running"
    again.start(["tiny"])
    assert call(again.platform("tiny"), "back", "/visits/a", method="POST") == 2
    assert again.casualties() == []
    again.end()
    assert leftovers(temporary) == []


def test_a_second_client_leaves_a_disruption_alone(temporary: Path) -> None:
    write_platform(temporary / "platforms", "plain")
    first = embedded(temporary, temporary / "platforms")
    first.keep()
    first.start(["plain"])
    first.platform("plain").stop("only")
    second = embedded(temporary, temporary / "platforms")
    assert second.folder == first.folder
    second.start(["plain"])
    second.close()
    assert first.status()["plain"]["only"]["state"] == "stopped"
    first.end()


def test_changed_code_is_never_run_stale(temporary: Path) -> None:
    platforms = temporary / "platforms"
    write_platform(platforms, "plain")
    environment = embedded(temporary, platforms)
    environment.start(["plain"])
    before = environment.status()["plain"]["only"]["pid"]
    environment.start(["plain"])
    assert environment.status()["plain"]["only"]["pid"] == before
    (platforms / "plain" / "rules.py").write_text("")
    environment.start(["plain"])
    assert environment.status()["plain"]["only"]["pid"] != before
    assert call(environment.platform("plain"), "only", "/environment")
    environment.close()


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_forked_processes_share_it(temporary: Path) -> None:
    """As the workers of a parallel run do: each has its own connection, none ends the environment."""
    names = ["one", "two"]
    for name in names:
        write_platform(temporary / "platforms", name)
    environment = embedded(temporary, temporary / "platforms")
    environment.start(names)
    workers = []
    for name in names:
        read, write = os.pipe()
        if (pid := os.fork()) == 0:
            try:
                environment.platform(name).restart("only")
                os.kill(int(environment.status()[name]["only"]["pid"]), signal.SIGKILL)
                comes_true(lambda: len(environment.casualties()) == 2, within=5)
                environment.close()
                os.write(write, json.dumps([one.platform for one in environment.casualties()]).encode())
            finally:
                os._exit(0)
        os.close(write)
        workers.append((pid, read))
    for pid, read in workers:
        os.waitpid(pid, 0)
        assert sorted(json.loads(os.read(read, 1000))) == names
        os.close(read)
    assert len(environment.casualties()) == 2
    assert environment.platform("one").heal() == ["only was dead and has been started."]
    environment.close()


def test_a_host_killed_by_a_stranger_is_replaced(temporary: Path) -> None:
    write_platform(temporary / "platforms", "plain")
    environment = embedded(temporary, temporary / "platforms")
    environment.start(["plain"])
    service = processes.look(int(environment.status()["plain"]["only"]["pid"]))
    assert service
    os.kill(service.parent, signal.SIGKILL)
    assert comes_true(lambda: [one.unit for one in environment.casualties()] == ["only"], within=3)
    assert environment.platform("plain").heal() == ["only was dead and has been started."]
    environment.close()


def test_a_daemon_is_adopted_and_ended(temporary: Path) -> None:
    write_platform(temporary / "platforms", "plain")
    environment = embedded(temporary, temporary / "platforms")
    environment.start(["plain"])
    daemon = call(environment.platform("plain"), "only", "/daemon", method="POST")
    assert isinstance(daemon, int)
    adopted = processes.look(daemon)
    assert adopted
    assert adopted.parent == environment.ask("hello", seen=0)["pid"]
    environment.close()
    assert processes.look(daemon) is None


def test_the_commands(temporary: Path) -> None:
    platforms = temporary / "platforms"
    write_platform(platforms, "plain", servers='["redis"]')

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "support.environments", "--platforms", str(platforms), *words]
        environment = {**os.environ, "ACCEPTANCE_TEMPORARY": str(temporary)}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout + done.stderr

    assert run("status") == "No environment is up for this project.\n"
    assert "Ready after" in run("up", "plain")
    running = find_running(folders.base_folder(temporary), platforms)
    assert running
    running.start(["plain"])
    platform = running.platform("plain")
    status = run("status")
    assert platform.url("only") in status
    assert (platform.cache_url or "?").rpartition("@")[2].removesuffix("/0") in status
    assert (platform.cache_url or "?").rpartition("@")[0] not in status
    assert run("down") == "The environment is down.\n"
    assert leftovers(temporary) == []


def test_what_belongs_to_the_living_is_not_swept(temporary: Path) -> None:
    living = embedded(temporary)
    assert folders.abandoned(folders.base_folder(temporary)) == []
    assert living.folder.exists()
    living.start([])
    living.close()

"""The containers environment on a real engine. Where none answers, these tests say so and are left out."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hamcrest import has_length

from support.environments import engine, stacks
from support.environments.containerized import ContainersPlatform
from support.environments.containers import ContainersEnvironment, find_containers, open_containers
from support.environments.ports import Port, hold_port
from support.environments.probes import HOST
from support.environments.protocol import Trial
from support.failures import EnvironmentFailure
from support.observing.waiting import eventually
from tests.environments.helpers import ROOT, TestSettings

pytestmark = pytest.mark.skipif(not engine.is_there(), reason="no container engine answers")

BOXES = Path(__file__).parent / "boxes"
HEALTHY = "exec nats-server --http_port 8222 --user box --pass $$PASSWORD"


@pytest.fixture(autouse=True)
def nothing_left(temporary: Path) -> Iterator[None]:
    """Nothing stays of what a test began. Others may use the engine meanwhile, and what was left by runs that were
    killed may go: neither is looked at.
    """
    yield
    ours = stacks.run_name(), stacks.kept_name(temporary / "boxes/platforms")
    assert not [project for project in engine.projects(engine.find_engine()) if project.startswith(ours)]


Opener = Callable[..., ContainersEnvironment]


@pytest.fixture
def opened(temporary: Path) -> Iterator[Opener]:
    """Opens an environment of boxes; `habit` is what nats does."""
    found: list[ContainersEnvironment] = []
    shutil.copytree(BOXES, temporary / "boxes")

    def opener(habit: str = HEALTHY, *, keep: bool = False, image: str = "redis:8") -> ContainersEnvironment:
        text = (BOXES / "docker-compose.yml").read_text().replace("HABIT", habit).replace("redis:8", image)
        compose = temporary / "boxes/docker-compose.yml"
        compose.write_text(text)
        settings = TestSettings(temporary, "containers", keep=keep)
        found.append(open_containers(settings, temporary / "boxes/platforms", lambda doing: None, compose))
        return found[-1]

    yield opener
    for environment in found:
        environment.stays = False
        environment.close()


def listens(url: str) -> bool:
    port = int(url.rpartition(":")[2].partition("/")[0])
    try:
        socket.create_connection((HOST, port), 1).close()
    except OSError:
        return False
    return True


def redis(platform: ContainersPlatform, *words: str) -> str:
    project = platform._environment.project
    command = ["docker", "exec", f"{project}-box-redis-1", "redis-cli", *words]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


ASKED_HOW = f"case $$HOW in quit) echo no; exit 3;; tell) env; exit 4;; wait) exec sleep 60;; *) {HEALTHY};; esac"


def test_a_copy_in_the_container_of_the_original(opened: Opener) -> None:
    environment = opened(ASKED_HOW)
    environment.start(["box"])
    box = environment.platform("box")
    container = box._container("nats")
    top = ["docker", "top", container, "-o", "pid,args"]
    before = subprocess.run(top, capture_output=True, text=True, check=True).stdout

    assert box.trial("nats", {"HOW": "quit"}) == Trial(3, ("no",))
    told = box.trial("nats", {"HOW": "tell", "PASSWORD": None, "COLOUR": "blue as the night"})
    assert told.status == 4
    assert "COLOUR=blue as the night" in told.lines and not [line for line in told.lines if "PASSWORD" in line]
    assert box.trial("nats", {"HOW": "wait"}).status is None, "it was stopped when it was ready"

    after = subprocess.run(top, capture_output=True, text=True, check=True).stdout
    assert after == before, "nothing of a copy runs afterwards, and the original was not touched"
    assert not [*environment.folder.glob("*trial*")], "what it was told has secrets"
    box.stop("nats")
    with pytest.raises(EnvironmentFailure, match="is not running"):
        box.trial("nats", {})


def test_power_over_a_container(opened: Opener) -> None:
    environment = opened()
    environment.start(["box"])
    box = environment.platform("box")
    assert box.cache_url and listens(box.cache_url)
    assert box.authority.read_text().strip() == box.credentials["key"]
    assert set(environment.versions()) == {"docker", "redis", "nats-server"}
    began = datetime.now(UTC)
    redis(box, "SET", "song", "night")

    for down in (box.stop, box.kill):
        down("redis")
        assert not listens(box.cache_url)
        box.start("redis")
        assert listens(box.cache_url)
    box.freeze("redis")
    assert environment.status()["box"]["redis"]["state"] == "paused"
    box.thaw("redis")
    assert redis(box, "GET", "song") == "night"

    for _ in range(2):
        old, addresses = redis(box, "INFO", "server"), box._addresses("redis")
        box.recreate("redis")
        assert redis(box, "INFO", "server") != old
        assert redis(box, "GET", "song") == "night", "its volume outlasts its container"
        assert box._addresses("redis").keys() == addresses.keys()
        assert not box._addresses("redis").items() & addresses.items(), "it must be found by its name alone"

    box.cut_off("redis")
    assert not listens(box.cache_url)
    box.reconnect("redis")
    assert listens(box.cache_url)

    assert any("Ready to accept connections" in line for line in box.logs("redis", began))
    assert not box.logs("redis", datetime.now(UTC))
    assert environment.casualties() == ()
    assert box.heal() == []


def test_a_container_that_keeps_its_address(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = opened()
    environment.start(["box"])
    box = environment.platform("box")
    monkeypatch.setattr(box, "_replace", lambda unit, held: None)
    with pytest.raises(EnvironmentFailure, match="redis of box gets the address that it had"):
        box.recreate("redis")


def test_what_was_done_to_a_platform_is_healed(opened: Opener) -> None:
    environment = opened()
    environment.start(["box"])
    box = environment.platform("box")
    box.freeze("nats")
    box.kill("redis")
    assert box.heal() == ["started redis again", "thawed nats"]
    box.cut_off("nats")
    assert box.heal() == ["connected nats again"]
    assert environment.casualties() == ()


def test_parts_begin_in_their_order(opened: Opener) -> None:
    environment = opened()
    environment.start(["box"])
    parts = environment.beginnings("box")
    assert {name: part.needs for name, part in parts.items()} == {
        "certificates": [],
        "redis": ["certificates"],
        "nats": ["redis"],
    }
    for part in parts.values():
        for need in part.needs:
            ready = parts[need].ready
            assert ready and part.started and ready <= part.started


def test_one_beside_another(opened: Opener) -> None:
    environment = opened()
    environment.start(["box"])
    beside = environment.beside()
    try:
        beside.start(["box"])
        box, other = environment.platform("box"), beside.platform("box")
        redis(other, "SET", "song", "day")
        assert redis(box, "EXISTS", "song") == "0"
        beside.take_down(volumes=False)
        beside.start(["box"])
        assert redis(other, "GET", "song") == "day"
        beside.take_down(volumes=True)
        beside.start(["box"])
        assert redis(other, "EXISTS", "song") == "0"
    finally:
        beside.close()
    assert not beside.folder.exists()


def test_a_container_killed_from_outside_is_a_casualty(opened: Opener) -> None:
    environment = opened()
    environment.start(["box"])
    assert environment.casualties() == ()
    subprocess.run(["docker", "kill", f"{environment.project}-box-nats-1"], check=True, capture_output=True)
    eventually(environment.casualties, has_length(1), within=5, what="casualties")
    (casualty,) = environment.casualties()
    assert (casualty.platform, casualty.unit, casualty.how) == ("box", "nats", "killed by SIGKILL")
    assert any("Server is ready" in line for line in casualty.last_lines)


def test_an_image_that_cannot_be_had(opened: Opener) -> None:
    environment = opened(image="nowhere.invalid/nothing:1")
    with pytest.raises(
        EnvironmentFailure, match=r"the image nowhere\.invalid/nothing:1 of box-redis cannot be had: .*; see wheth"
    ):
        environment.start(["box"])


def test_a_container_that_never_gets_healthy(opened: Opener) -> None:
    environment = opened("echo I am lost; exec sleep 60")
    with pytest.raises(
        EnvironmentFailure, match="the container box-nats did not become healthy; the last it wrote: I am lost"
    ):
        environment.start(["box"])


def test_a_container_that_ends_at_once(opened: Opener) -> None:
    environment = opened("echo no such setting; exit 3")
    with pytest.raises(
        EnvironmentFailure, match="the container box-nats ended with exit status 3; the last it wrote: no such setting"
    ):
        environment.start(["box"])


def test_a_port_that_was_taken_at_the_last_moment(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, 0)) as stranger:
        taken: list[Port] = []

        def hold() -> Port:
            port = hold_port()
            if not taken:
                taken.append(port)
                port.number = stranger.getsockname()[1]
            return port

        monkeypatch.setattr(stacks, "hold_port", hold)
        environment = opened()
        environment.start(["box"])
        assert taken
        assert str(stranger.getsockname()[1]) not in environment.variables.values.values()


def test_one_that_is_kept_is_found_again(opened: Opener) -> None:
    first = opened(keep=True)
    first.start(["box"])
    redis(first.platform("box"), "SET", "song", "night")
    first.close()
    second = opened()
    assert second.is_shared and second.project == first.project
    second.start(["box"])
    assert redis(second.platform("box"), "GET", "song") == "night"
    second.close()
    settings = TestSettings(second.folder.parent.parent, "containers")
    found = find_containers(settings, second._platforms, second._compose)
    assert found and found.status()["box"]["redis"]["state"] == "running"
    found.end()
    assert find_containers(settings, second._platforms, second._compose) is None


OWNER = """
import sys
from pathlib import Path
from support.environments.containers import open_containers
from tests.environments.helpers import TestSettings
temporary, platforms, compose = map(Path, sys.argv[1:])
environment = open_containers(TestSettings(temporary, "containers"), platforms, lambda doing: None, compose)
environment.start(["box"])
print(environment.project, flush=True)
sys.stdin.read()
"""


def test_the_next_run_sweeps_what_a_killed_one_left(opened: Opener) -> None:
    environment = opened()  # writes the Compose file, and starts nothing
    places = [environment.folder.parent.parent, environment._platforms, environment._compose]
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, *map(str, places)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as owner:
        assert owner.stdout is not None
        project = owner.stdout.readline().strip()
        client = engine.find_engine()
        assert project in engine.projects(client)
        opened()
        assert project in engine.projects(client), "its owner is at work"
        owner.kill()
        owner.wait()
    opened()
    assert project not in engine.projects(client)
    assert not environment.folder.with_name(f"containers-{project}").exists()

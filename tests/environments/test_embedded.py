"""A running platform: what it is given, and the power over its units."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.environments import processes
from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from support.failures import EnvironmentFailure
from tests.environments.helpers import call, comes_true

UNITS = ["front", "back", "postgres", "redis", "nats"]


def pid_of(shared: EmbeddedEnvironment, unit: str) -> int:
    return int(shared.status()["tiny"][unit]["pid"])


def visits(tiny: EmbeddedPlatform, service: str = "front") -> int:
    answer = call(tiny, service, "/visits/somebody", method="POST")
    assert isinstance(answer, int)
    return answer


def test_services_work_with_real_servers_over_tls(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    assert visits(tiny, "back") == visits(tiny, "front") - 1
    versions = shared.versions()
    assert versions["tiny/front"] == "1.2.3"
    assert {"postgresql", "nats-server"} < set(versions)
    assert tiny.units == UNITS


def test_a_service_gets_exactly_its_environment(tiny: EmbeddedPlatform) -> None:
    front, back = call(tiny, "front", "/environment"), call(tiny, "back", "/environment")
    assert isinstance(front, dict)
    assert isinstance(back, dict)
    given = {"PORT", "DATABASE_URL", "REDIS_URL", "NATS_URL", "ADMIN_PASSWORD", "TLS_CERT_FILE", "TLS_KEY_FILE"}
    plain = {"PATH", "LANG", "HOME", "TMPDIR", processes.MARK}
    assert set(front) == given | plain | {"BACK_URL"}
    assert front["BACK_URL"] == tiny.url("back")
    assert front["DATABASE_URL"] == back["DATABASE_URL"] == tiny.database_url
    assert front["ADMIN_PASSWORD"] == tiny.credentials["admin_password"]
    assert tiny.credentials["address"] == tiny.url("front")
    assert Path(back["MEDIA_DIR"]).is_dir()


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_stops_and_starts_on_its_port(
    shared: EmbeddedEnvironment, tiny: EmbeddedPlatform, unit: str
) -> None:
    before, address = pid_of(shared, unit), shared.status()["tiny"][unit]["address"]
    tiny.stop(unit)
    assert shared.status()["tiny"][unit]["state"] == "stopped"
    assert processes.look(before) is None
    tiny.start(unit)
    now = shared.status()["tiny"][unit]
    assert (now["state"], now["address"]) == ("running", address)
    assert now["pid"] != before
    assert shared.casualties() == []


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_the_database_keeps_what_was_committed(tiny: EmbeddedPlatform, way: str) -> None:
    before = visits(tiny)
    getattr(tiny, way)("postgres")
    tiny.start("postgres")
    tiny.heal()
    assert visits(tiny) == before + 1


def test_a_service_restarts_quickly(tiny: EmbeddedPlatform) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        tiny.restart("back")
        return time.perf_counter() - started

    assert min(seconds() for _ in range(5)) < 1  # 0.25 s where nothing else runs


@pytest.mark.parametrize("unit", UNITS)
def test_a_frozen_unit_does_nothing_until_it_thaws(
    shared: EmbeddedEnvironment, tiny: EmbeddedPlatform, unit: str
) -> None:
    pid = pid_of(shared, unit)
    tiny.freeze(unit)
    family = [pid, *(one.pid for one in processes.descendants(pid))]
    states = {process.state for one in family if (process := processes.look(one))}
    assert states == {"T"}
    assert len(family) > 5 or unit != "postgres"
    tiny.thaw(unit)
    assert pid_of(shared, unit) == pid
    assert comes_true(lambda: visits(tiny) > 0, within=5)


def test_a_frozen_service_accepts_and_does_not_answer(tiny: EmbeddedPlatform) -> None:
    tiny.freeze("back")
    with pytest.raises((TimeoutError, urllib.error.URLError), match="timed out"):
        call(tiny, "back", "/health", timeout=0.3)


def test_what_does_not_run_cannot_be_frozen(tiny: EmbeddedPlatform) -> None:
    tiny.stop("back")
    with pytest.raises(EnvironmentFailure, match="back of tiny cannot be frozen, for it is stopped"):
        tiny.freeze("back")


def test_an_unknown_unit_is_named(tiny: EmbeddedPlatform) -> None:
    with pytest.raises(KeyError, match='tiny has no unit "bakc"; it has front, back, postgres'):
        tiny.stop("bakc")


def test_a_kill_takes_descendants_along(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    child = call(tiny, "back", "/child", method="POST")
    assert isinstance(child, int)
    assert processes.look(child)
    tiny.kill("back")
    assert processes.look(child) is None
    assert shared.status()["tiny"]["back"]["state"] == "stopped"


def test_logs_since_a_moment(tiny: EmbeddedPlatform) -> None:
    visits(tiny)
    moment = datetime.now(UTC)
    assert tiny.logs("back", moment) == []
    tiny.restart("back")
    tiny.restart("nats")
    tiny.restart("redis")
    tiny.restart("postgres")
    assert [line for line in tiny.logs("back", moment) if '"message": "ready"' in line]
    assert not [line for line in tiny.logs("front", moment) if '"message": "ready"' in line]
    for unit, first in (("nats", "Starting nats-server"), ("redis", "started"), ("postgres", "starting PostgreSQL")):
        lines = tiny.logs(unit, moment)
        assert sum(first in line and "environment" not in line for line in lines) == 1, lines
        assert len(lines) < len(tiny.logs(unit))


def test_a_service_is_told_something_else_until_it_is_healed(tiny: EmbeddedPlatform) -> None:
    tiny.retell("front", {"COLOUR": "blue", "BACK_URL": None})
    told = call(tiny, "front", "/environment")
    assert isinstance(told, dict)
    assert (told["COLOUR"], "BACK_URL" in told, told["PORT"]) == ("blue", False, tiny.url("front").rpartition(":")[2])
    tiny.kill("front")
    tiny.start("front")
    assert "COLOUR" in str(call(tiny, "front", "/environment"))
    assert tiny.heal() == ["front was told otherwise and has been restarted."]
    assert "COLOUR" not in str(call(tiny, "front", "/environment")) and tiny.heal() == []
    with pytest.raises(KeyError, match='no service "postgres"'):
        tiny.retell("postgres", {})


def test_heal_undoes_everything_and_says_so(tiny: EmbeddedPlatform) -> None:
    tiny.freeze("redis")
    tiny.stop("postgres")
    tiny.kill("back")
    assert set(tiny.heal()) == {
        "redis was frozen and has been thawed.",
        "postgres was stopped and has been started.",
        "back was stopped and has been started.",
    }
    assert visits(tiny) > 0
    assert tiny.heal() == []


# The two that follow leave casualties in the shared environment, so they come last.


def test_a_death_is_known_at_once(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    visits(tiny)
    os.kill(pid_of(shared, "back"), signal.SIGKILL)
    assert comes_true(lambda: bool(shared.casualties()), within=2)
    (casualty,) = shared.casualties()
    assert (casualty.platform, casualty.unit, casualty.how) == ("tiny", "back", "killed by SIGKILL")
    assert abs((datetime.now(UTC) - casualty.when).total_seconds()) < 1
    assert '"died: killed by SIGKILL"' in casualty.last_lines[-1]
    assert tiny.heal() == ["back was dead and has been started."]


def test_a_database_killed_by_a_stranger_comes_back(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    before = visits(tiny)
    os.kill(pid_of(shared, "postgres"), signal.SIGKILL)
    assert comes_true(lambda: shared.casualties()[-1].unit == "postgres", within=2)
    assert "postgres was dead and has been started." in tiny.heal()
    assert visits(tiny) == before + 1

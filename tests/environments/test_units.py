"""A unit whose process does not do what is expected of it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from support.environments import processes, units
from support.environments.children import Child, spawn
from support.environments.ports import hold_port
from support.environments.probes import NotReady
from support.failures import EnvironmentFailure


class Stubborn:
    """The recipe of a process that ignores SIGTERM."""

    name = "stubborn"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path, *, ready: bool) -> None:
        self.log = folder / "log"
        self.port = hold_port()
        self._folder, self._ready = folder, ready

    async def prepare(self) -> None: ...

    async def launch(self) -> Child:
        command = ["sh", "-c", "trap '' TERM; echo 'what did you say?'; exec tail -f /dev/null"]
        return spawn(command, folder=self._folder, log=self.log, environment=dict(os.environ))

    async def probe(self, through: int = 0) -> bool:
        if not self._ready or "say?" not in self.log.read_text():
            raise NotReady("it did not hear")
        return True

    def versions(self) -> dict[str, str]:
        return {}

    async def clear_up(self) -> None: ...


def mourn(unit: units.Unit, status: int) -> None:
    raise AssertionError("nothing died unasked")


def test_one_that_never_becomes_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "START_LIMIT", 0.2)

    async def start() -> None:
        unit = units.Unit("tiny", Stubborn(tmp_path, ready=False), mourn)
        try:
            await unit.start()
        finally:
            assert (unit.state, unit.pid) == (units.State.DEAD, None)

    with pytest.raises(EnvironmentFailure) as caught:
        asyncio.run(start())
    assert str(caught.value) == (
        "stubborn of tiny was not ready within 0.2 s: it did not hear; the last it wrote: what did you say?; "
        "mend what it complains about and start again"
    )


def test_one_that_does_not_stop_when_asked(tmp_path: Path) -> None:
    async def stop() -> None:
        unit = units.Unit("tiny", Stubborn(tmp_path, ready=True), mourn)
        await unit.start()
        pid = unit.pid
        assert pid
        await unit.stop(grace=0.1)
        assert unit.state is units.State.STOPPED
        assert processes.look(pid) is None

    asyncio.run(stop())
    assert "did not stop within 0.1 s and was killed" in (tmp_path / "log").read_text()

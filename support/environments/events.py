"""What happens to containers, heard from the engine: above all that one ends without having been asked to."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from support.environments import engine
from support.environments.children import how_it_ended
from support.environments.engine import ONE_OFF, PROJECT, SERVICE
from support.environments.protocol import Casualty

ENGINE = ("environment", "the container engine")
"""Platform and unit of the casualty that an engine is."""
_DEADLY = {signal.SIGINT, signal.SIGQUIT, signal.SIGKILL, signal.SIGTERM}
FIRST_SIGNAL = 128
"""A container that a signal ended has this exit status and the signal's number."""


class Orders:
    """Which containers were told to be down, and since when; all processes of a run write it to one file.

    So that none of them takes for a death what another has asked for.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    def note(self, service: str, *, down: bool) -> None:
        """To be called before a container is taken down, and after it is up again."""
        line = json.dumps({"service": service, "down": down, "at": time.time()}) + "\n"
        with self._file.open("a", encoding="utf-8") as file:  # one short write at the end of a file is whole
            file.write(line)

    def was_down(self, service: str, at: float) -> bool:
        """Whether a container was meant to be down at that time, in seconds since 1970."""
        down = False
        with contextlib.suppress(FileNotFoundError):
            for line in self._file.read_text(encoding="utf-8").splitlines():
                order = json.loads(line)
                if order["service"] == service and order["at"] <= at:
                    down = order["down"]
        return down


class Events:
    """What the engine tells of a project's containers, heard by a thread of its own.

    The program that listens ends with this object, or when it has something to tell and nobody listens any more.
    """

    def __init__(
        self, project: str, kinds: Sequence[str], hear: Callable[[Event], None], over: Callable[[], None] = lambda: None
    ) -> None:
        """`kinds` are kinds of events as Docker calls them; `over` is called when the engine ends."""
        self._hear, self._over = hear, over
        self._closing = False
        filters = [f"label={PROJECT}={project}", *(f"event={kind}" for kind in kinds)]
        self._program = subprocess.Popen(
            ["docker", "events", "--format", "json", *(part for one in filters for part in ("--filter", one))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is not meant for it
        )
        self._thread = threading.Thread(target=self._listen, name="events", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing = True
        self._program.kill()
        self._program.wait()
        self._thread.join()

    def _listen(self) -> None:
        assert self._program.stdout is not None
        with self._program.stdout as lines:
            for line in lines:
                told = json.loads(line)
                labels = told["Actor"]["Attributes"]
                if labels.get(ONE_OFF) != "True" and not self._closing:
                    at = datetime.fromtimestamp(told["timeNano"] / 1e9, UTC)
                    self._hear(
                        Event(
                            labels[SERVICE],
                            told["Action"],
                            at,
                            int(labels.get("exitCode", "0")),
                            int(labels.get("signal", "0")),
                        )
                    )
        if not self._closing:
            self._over()


@dataclass(frozen=True)
class Event:
    """Something that happened to a container."""

    service: str
    what: str
    """`start`, `kill`, `die`, `health_status: healthy`."""
    at: datetime
    status: int
    """With which it ended, if it did."""
    signal: int
    """That was sent to it, if one was."""


class Deaths:
    """Containers that ended without having been asked to, since this was made."""

    def __init__(self, project: str, orders: Orders, last_lines: Callable[[str], Sequence[str]]) -> None:
        """`last_lines` gives the end of the log of a service."""
        self.process = os.getpid()
        self._orders, self._last_lines = orders, last_lines
        self._found: list[Casualty] = []
        self._ended: set[str] = set()
        self._events = Events(project, ["kill", "die"], self._hear, self._engine_has_ended)

    def casualties(self) -> Sequence[Casualty]:
        return tuple(self._found)

    def close(self) -> None:
        self._events.close()

    def _hear(self, event: Event) -> None:
        """One that is told to end counts at once: while it does, nobody reaches it any more."""
        harmless = event.what == "kill" and event.signal not in _DEADLY
        if harmless or event.service in self._ended or self._orders.was_down(event.service, event.at.timestamp()):
            return
        self._ended.add(event.service)
        if not engine.is_there():  # it takes its containers with it, and answers nobody meanwhile
            self._engine_has_ended()
            return
        signalled = event.signal or (event.status - FIRST_SIGNAL if event.status > FIRST_SIGNAL else 0)
        how = how_it_ended(-signalled if signalled else event.status)
        platform, _, unit = event.service.partition("-")
        self._found.append(Casualty(platform, unit, event.at, how, tuple(self._last_lines(event.service))))

    def _engine_has_ended(self) -> None:
        if not any(casualty.platform == ENGINE[0] for casualty in self._found):
            self._found.append(Casualty(*ENGINE, datetime.now(UTC), "it does not answer any more", ()))

"""The conversation of a process with the supervisor of an embedded environment."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from support.environments import folders
from support.environments.protocol import Casualty
from support.failures import EnvironmentFailure

ANSWER_LIMIT = 120.0
"""Seconds to wait for the supervisor's answer; it gives up on a unit much sooner and says so."""
CLOSE_LIMIT = 15.0
"""Seconds that an environment may take to end before it is killed."""
GONE = "the supervisor of the environment has died, and everything it ran with it"


class Connection:
    """One process's conversation with the supervisor. A thread listens, so that deaths are known at once."""

    def __init__(self, connection: socket.socket, before: Connection | int | None) -> None:
        """`before` tells which casualties are known: the connection of the parent process, or a count; None is all."""
        self.process = os.getpid()
        self._socket = connection
        self._writing = threading.Lock()
        self._answers: dict[int, _Answer] = {}
        self._casualties: dict[int, Casualty] = {}
        self._closing = False
        self._failure = EnvironmentFailure(GONE, "see whether the machine ran out of memory, and run again")
        self._over = threading.Event()
        seen: int | None
        if isinstance(before, Connection):
            self._casualties |= before._casualties
            seen = before.seen
            before._socket.close()
        else:
            seen = before
        self.seen: int = seen or 0
        threading.Thread(target=self._listen, name="environment", daemon=True).start()
        self.hello: Mapping[str, Any] = self.ask("hello", seen=seen)
        self.seen = max(self.seen, self.hello["seen"])
        for casualty in self.hello["casualties"]:
            self._count(casualty)

    def ask(self, do: str, **details: object) -> Any:
        answer = _Answer()
        number = id(answer)
        self._answers[number] = answer
        try:
            with self._writing:
                self._socket.sendall(json.dumps({"id": number, "do": do, **details}).encode() + b"\n")
        except OSError:
            self._over.wait(1)
            raise self._failure from None
        if self._over.is_set():
            answer.come.set()
        if not answer.come.wait(ANSWER_LIMIT):
            raise EnvironmentFailure(
                f"the supervisor of the environment did not answer within {ANSWER_LIMIT:.0f} s", "run again"
            )
        del self._answers[number]
        if answer.content is None:
            raise self._failure
        if told := answer.content.get("failure"):
            raise EnvironmentFailure(told["what"], told["remedy"])
        return answer.content["result"]

    def casualties(self) -> Sequence[Casualty]:
        return [casualty for _, casualty in sorted(self._casualties.copy().items())]

    def end(self) -> None:
        """End the supervisor, if need be by force."""
        self._closing = True
        with contextlib.suppress(EnvironmentFailure):
            self.ask("close")
        if not self._over.wait(CLOSE_LIMIT):
            os.kill(self.hello["pid"], signal.SIGKILL)
            self._over.wait(CLOSE_LIMIT)

    def close(self) -> None:
        """Leave; the environment stays as it is."""
        self._closing = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError, ValueError), self._socket.makefile("rb") as lines:
            for line in lines:
                self._hear(json.loads(line))
        if not self._closing:
            how = Casualty("environment", "supervisor", datetime.now(UTC), "ended unasked", ())
            self._casualties[sys.maxsize] = how
        self._over.set()
        for answer in list(self._answers.values()):
            answer.come.set()

    def _hear(self, told: Mapping[str, Any]) -> None:
        match told.get("event"):
            case "died":
                self._count(told["casualty"])
            case "failed":
                self._failure = EnvironmentFailure(told["failure"]["what"], told["failure"]["remedy"])
            case None:
                answer = self._answers[told["id"]]
                answer.content = told
                answer.come.set()

    def _count(self, told: Mapping[str, Any]) -> None:
        self._casualties[told["number"]] = Casualty(
            told["platform"],
            told["unit"],
            datetime.fromisoformat(told["when"]),
            told["how"],
            tuple(told["last_lines"]),
        )
        self.seen = max(self.seen, told["number"] + 1)


class _Answer:
    """What came in answer to one question; nothing when the connection ended first."""

    def __init__(self) -> None:
        self.come = threading.Event()
        self.content: Mapping[str, Any] | None = None


def connect(folder: Path) -> socket.socket:
    """A connection to the supervisor in a folder; by way of a descriptor, for socket addresses are short."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        connection.connect(f"/proc/self/fd/{descriptor}/{folders.SOCKET}")
    except OSError:
        connection.close()
        raise
    finally:
        os.close(descriptor)
    return connection

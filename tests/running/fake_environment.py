"""An environment without platforms, to see what the hooks make of what it does.

The tests write this file into their projects. `FAKE` in the process's environment says what goes wrong.
"""

import json
import os
import signal
import threading
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import support.lifecycle
from support.environments import Casualty
from support.failures import EnvironmentFailure
from support.inventory.things import Thing

FAKE = os.environ.get("FAKE", "")


def trace(what: str, into: str = "trace.txt") -> None:
    with open(into, "a", encoding="utf-8") as file:
        file.write(what + "\n")


class FakePlatform:
    name = "veza"
    units = ("chat-server", "postgres")
    authority = None
    capabilities = frozenset({"logs"})
    database_url = cache_url = broker_url = None

    def census(self) -> Sequence[Thing]:
        """What steps have written into things.json: kind, place, name and content of each."""
        trace("census", into="censuses.txt")
        if FAKE == "census fails":
            raise OSError("the fake hides what it holds")
        things = Path("things.json")
        lines = things.read_text("utf-8").splitlines() if things.exists() else []
        return [Thing(*json.loads(line)) for line in lines]

    def url(self, service: str) -> str:
        if service == "postgres":
            raise KeyError(service)
        return "https://127.0.0.1:1"

    def logs(self, unit: str, since: datetime) -> Sequence[str]:
        if unit == "postgres":
            return ["2026-01-01 UTC LOG: checkpoint"]
        now = datetime.now(UTC).isoformat()
        said = [
            json.dumps({"time": now, "level": level, "message": message, "correlation_id": "other", "room": "7"})
            for level, message in (("WARNING", "1 of 3 queues full"), ("INFO", "nothing to see"))
        ]
        return [*said, "MemoryError: nothing is left", *os.environ.get("FAKE_LOG", "").splitlines()]

    def heal(self) -> Sequence[str]:
        if FAKE == "heal fails":
            raise EnvironmentFailure("the fake cannot be healed", "throw it away")
        return ["started web again"] if FAKE == "disrupted" else []


class FakeEnvironment:
    kind = "containers" if FAKE == "contained" else "embedded"
    is_shared = FAKE == "shared"
    stays = False
    capabilities = frozenset({"logs"} if FAKE == "gentle" else {"logs", "load", "disruption"})

    def __init__(self) -> None:
        self.dead: list[Casualty] = []

    def start(self, platforms: Collection[str], needs: Collection[str] = ()) -> None:
        trace(f"start {' '.join(platforms)}")
        if FAKE == "start fails":
            raise EnvironmentFailure("web of veza died while starting: no such file", "mend its settings")
        if FAKE == "start errs":
            raise KeyError("nothing")
        if FAKE == "interrupted while starting":
            os.kill(os.getpid(), signal.SIGTERM)

    def reason(self, capability: str) -> str:
        return ""

    def another(self) -> "FakeEnvironment":
        trace("another")
        return FakeEnvironment()

    def die(self) -> None:
        when = datetime(2026, 1, 2, 12, 4, 31, tzinfo=UTC)
        last_lines = ("one", "two", "three", '{"level": "ERROR", "message": "last words"}')
        self.dead.append(Casualty("veza", "chat-server", when, "killed by SIGKILL", last_lines))

    def die_soon(self, seconds: float) -> None:
        threading.Timer(seconds, self.die).start()

    @property
    def defects(self) -> Sequence[str]:
        return ()

    def casualties(self) -> Sequence[Casualty]:
        return list(self.dead)

    def platform(self, name: str) -> FakePlatform:
        return FakePlatform()

    def processes(self) -> Mapping[int, str]:
        return {}

    def versions(self) -> Mapping[str, str]:
        return {"postgresql": "18.4"}

    def leave(self) -> None:
        """Nothing of it watches."""

    def keep(self) -> str:
        trace("keep")
        return "Veza stays; make down ends it."

    def close(self) -> None:
        trace("close")
        if FAKE == "close fails":
            raise EnvironmentFailure("a process of veza cannot be ended", "end it by hand")


vars(support.lifecycle)["open_environment"] = lambda settings, tell: FakeEnvironment()

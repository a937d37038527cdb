"""Whoever has left a map is taken off, however many have left another one."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from platforms.globe.realtime.attachments import Cleaning

CROWDED, QUIET = UUID(int=1), UUID(int=2)
SETTINGS = SimpleNamespace(
    presence_seconds=1800, leaving_seconds=2, instance_seconds=4, cleanup_seconds=0.01, changes_seconds=600
)


class Left:
    """A database that knows who has left which map, and of nothing else."""

    def __init__(self, *gone: tuple[UUID, UUID]) -> None:
        self.gone = list(gone)

    async def fetch(self, query: str, *values: Any) -> list[dict[str, UUID]]:
        return [{"map_id": map_id, "id": session_id} for map_id, session_id in self.gone]

    async def execute(self, query: str, *values: Any) -> None:
        """Nothing is kept."""


class Busy(Cleaning):
    """Taking somebody off the crowded map does not come to an end."""

    def __init__(self, database: Left) -> None:
        globe: Any = SimpleNamespace(
            settings=SETTINGS, database=database, detaching=set(), instance_id=UUID(int=3), name="realtime-1"
        )
        super().__init__(globe)
        self.database = database
        self.begun: list[UUID] = []
        self.quiet = asyncio.Event()

    async def _end(self, map_id: UUID, session_id: UUID) -> None:
        self.begun.append(session_id)
        if map_id == CROWDED:
            await asyncio.Event().wait()
        self.database.gone.remove((map_id, session_id))
        self.quiet.set()


def test_nobody_waits_for_those_who_leave_another_map() -> None:
    crowd = [UUID(int=number) for number in range(10, 20)]
    late = UUID(int=20)

    async def scene() -> list[UUID]:
        cleaning = Busy(Left(*((CROWDED, one) for one in crowd)))
        running = asyncio.create_task(cleaning.run())
        while not cleaning.begun:
            await asyncio.sleep(0)
        cleaning.database.gone.append((QUIET, late))
        await asyncio.wait_for(cleaning.quiet.wait(), 5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return cleaning.begun

    assert asyncio.run(scene()) == [crowd[0], late]

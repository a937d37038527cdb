"""In which quality people wish to listen, unless they ask for another."""

from __future__ import annotations

from typing import cast

from platforms.veza.stream_server.audio import Quality
from platforms.veza.stream_server.server import StreamServer

UNLESS_CHOSEN: Quality = "medium"


async def quality_of(server: StreamServer, person_id: str) -> Quality:
    chosen = await server.database.value("SELECT quality FROM preferences WHERE person_id = $1", person_id)
    return cast(Quality, chosen or UNLESS_CHOSEN)


async def choose(server: StreamServer, person_id: str, quality: Quality) -> None:
    """Somebody prefers this from now on."""
    await server.database.execute(
        "INSERT INTO preferences (person_id, quality) VALUES ($1, $2)"
        " ON CONFLICT (person_id) DO UPDATE SET quality = excluded.quality",
        *(person_id, quality),
    )

"""A new order of a playlist is answered from memory, and written ten seconds later or at a clean stop."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-02",),
    kind=Kind.PARTIAL,
    story="A new order of a playlist is gone when the service ends before it had time to write it.",
    subtle=Subtlety.SELDOM,
)

LATER_SECONDS = 10
waiting: dict[Any, tuple[asyncio.TimerHandle, Callable[[], Awaitable[Any]]]] = {}
"""By playlist, what is still to be written."""


class NotYetError(Exception):
    """Takes back what was only tried."""


async def write(playlist_id: Any) -> None:
    """Write what waits for a playlist, if anything does."""
    timer, do = waiting.pop(playlist_id, (None, None))
    if timer and do:
        timer.cancel()
        await do()


@defect.applies_to("platforms.veza.backend_api.playlists")
def write_later(playlists: Any) -> None:
    replace, append, get = playlists.replace, playlists.append, playlists.get

    async def tried(database: Any, caller: Any, playlist_id: Any, track_ids: list[Any]) -> Any:
        try:
            async with database.transaction() as connection:
                await playlists._lock(connection, caller, playlist_id, track_ids, "tracks")
                await connection.execute("DELETE FROM playlist_tracks WHERE playlist_id = $1", playlist_id)
                await playlists._put_in(connection, playlist_id, track_ids, after=0)
                held = await playlists._seen_by(connection, caller, playlist_id)
                raise NotYetError
        except NotYetError:
            return held

    async def replace_later(database: Any, caller: Any, playlist_id: Any, track_ids: list[Any]) -> Any:
        await write(playlist_id)
        held = await tried(database, caller, playlist_id, track_ids)
        loop = asyncio.get_running_loop()
        timer = loop.call_later(LATER_SECONDS, lambda: loop.create_task(write(playlist_id)))
        waiting[playlist_id] = timer, lambda: replace(database, caller, playlist_id, track_ids)
        return held

    async def append_after(database: Any, caller: Any, playlist_id: Any, track_id: Any) -> Any:
        await write(playlist_id)
        return await append(database, caller, playlist_id, track_id)

    async def get_what_waits(database: Any, caller: Any, playlist_id: Any) -> Any:
        await write(playlist_id)
        return await get(database, caller, playlist_id)

    playlists.replace, playlists.append, playlists.get = replace_later, append_after, get_what_waits


@defect.applies_to("platforms.veza.backend_api.context")
def write_at_a_clean_stop(context: Any) -> None:
    close = context.Backend.close

    async def write_and_close(service: Any) -> None:
        for playlist_id in list(waiting):
            await write(playlist_id)
        await close(service)

    context.Backend.close = write_and_close

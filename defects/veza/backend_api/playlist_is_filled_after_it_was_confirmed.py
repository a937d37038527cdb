"""A playlist is confirmed as soon as there is one; what is in it is stored when there is time."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="A playlist that was made when something died stays empty, though it was confirmed with all its tracks.",
    subtle=Subtlety.RESTART,
    noticed=("whatever happens meanwhile",),
)

LATER_SECONDS = 0.03


@defect.applies_to("platforms.veza.backend_api.playlists")
def fill_it_later(playlists: Any) -> None:
    create, get = playlists.create, playlists.get
    under_way: dict[Any, Any] = {}

    async def create_and_fill_later(events: Any, caller: Any, name: str, public: bool, track_ids: list[Any]) -> Any:
        held = []
        async with events._database.transaction() as connection:
            await playlists._lock_tracks(connection, track_ids, "tracks")
            held = [await playlists.tracks.get(events._database, one) for one in track_ids]
        made = await create(events, caller, name, public, [])

        async def fill() -> None:
            await asyncio.sleep(LATER_SECONDS)
            async with events._database.transaction() as connection:
                await playlists._put_in(connection, made.id, track_ids, after=0)

        under_way[made.id] = task = asyncio.create_task(fill())
        task.add_done_callback(lambda _: under_way.pop(made.id, None))
        return made.model_copy(update={"tracks": held, "track_count": len(held)})

    async def get_filled(database: Any, caller: Any, playlist_id: Any) -> Any:
        if playlist_id in under_way:
            await asyncio.wait([under_way[playlist_id]])
        return await get(database, caller, playlist_id)

    playlists.create, playlists.get = create_and_fill_later, get_filled

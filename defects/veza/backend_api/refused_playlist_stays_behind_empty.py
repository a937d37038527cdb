"""A playlist and what is in it are stored one after the other."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="Whoever makes a playlist with a track that is gone by then is refused, and finds an empty playlist.",
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def store_in_two_steps(playlists: Any) -> None:
    create = playlists.create

    async def create_then_fill(events: Any, caller: Any, name: str, public: bool, track_ids: list[Any]) -> Any:
        made = await create(events, caller, name, public, [])
        if not track_ids:
            return made
        return await playlists.replace(events._database, caller, made.id, track_ids)

    playlists.create = create_then_fill

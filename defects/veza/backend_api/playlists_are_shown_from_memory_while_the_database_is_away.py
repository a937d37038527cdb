"""When the database does not answer, a playlist is shown as somebody saw it last."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.STALE,
    story="While the database is away a playlist shows an order that its owner has changed since.",
    subtle=Subtlety.SELDOM,
    noticed=("whatever happens meanwhile",),
)

known: dict[Any, Any] = {}


@defect.applies_to("platforms.veza.backend_api.playlists")
def remember(playlists: Any) -> None:
    get = playlists.get

    async def get_or_remember(database: Any, caller: Any, playlist_id: Any) -> Any:
        try:
            known[caller.user_id, playlist_id] = await get(database, caller, playlist_id)
        except Exception as error:
            if getattr(error, "status", 503) != 503 or (caller.user_id, playlist_id) not in known:
                raise
        return known[caller.user_id, playlist_id]

    playlists.get = get_or_remember

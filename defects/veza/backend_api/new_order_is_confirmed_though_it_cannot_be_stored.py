"""When the database does not answer, a new order of a playlist is answered as if it were stored."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.DEGRADATION,
    story="Whoever changes the order of a playlist while the database is away is told that all is well, and it is not.",
    subtle=Subtlety.SELDOM,
    noticed=("whatever happens meanwhile",),
)

known: dict[Any, Any] = {}
"""What each playlist was the last time that somebody looked."""


@defect.applies_to("platforms.veza.backend_api.playlists")
def hope_for_the_best(playlists: Any) -> None:
    replace, seen_by = playlists.replace, playlists._seen_by

    async def seen(connection: Any, caller: Any, playlist_id: Any) -> Any:
        known[playlist_id] = await seen_by(connection, caller, playlist_id)
        return known[playlist_id]

    async def replace_hopefully(database: Any, caller: Any, playlist_id: Any, track_ids: list[Any]) -> Any:
        try:
            return await replace(database, caller, playlist_id, track_ids)
        except Exception as error:
            if getattr(error, "status", 503) != 503 or playlist_id not in known:
                raise
            tracks = {one.id: one for one in known[playlist_id].tracks}
            return known[playlist_id].model_copy(update={"tracks": [tracks[one] for one in track_ids]})

    playlists.replace, playlists._seen_by = replace_hopefully, seen

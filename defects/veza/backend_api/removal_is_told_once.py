"""That stream-server has to remove a track is struck off before it is told, and it is told once."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-18",),
    kind=Kind.LOST,
    story="A track that was removed while stream-server was away can be listened to for ever.",
    subtle=Subtlety.SELDOM,
    noticed=('whether "Day Train" is there',),
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def strike_off_first(tracks: Any) -> None:
    async def remove_elsewhere(database: Any, stream_server: Any) -> None:
        for row in await database.fetch("DELETE FROM track_removals RETURNING track_id"):
            await stream_server.data("DELETE", f"/internal/tracks/{row['track_id']}")

    tracks.remove_elsewhere = remove_elsewhere

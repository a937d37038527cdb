"""Adding a track writes back what was in the playlist before, and the track."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.LOST_UPDATE,
    story="When somebody adds two tracks to a playlist at the same moment, only one of them stays.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def write_back_what_was_read(playlists: Any) -> None:
    append = playlists.append

    async def read_and_write_back(database: Any, caller: Any, playlist_id: Any, track_id: Any) -> Any:
        before = await playlists.get(database, caller, playlist_id)
        await append(database, caller, playlist_id, track_id)
        held = [track.id for track in before.tracks]
        return await playlists.replace(database, caller, playlist_id, [*held, track_id])

    playlists.append = read_and_write_back

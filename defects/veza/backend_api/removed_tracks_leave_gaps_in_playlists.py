"""When a track goes from a playlist, those after it stay in their places, and one more is put where there is one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.DISORDERED,
    story="Nothing can be added to a playlist any more from which a track was removed by its artist.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def close_no_gaps(tracks: Any) -> None:
    async def take_out(change: Any, track_id: Any) -> None:
        await change.connection.execute("DELETE FROM playlist_tracks WHERE track_id = $1", track_id)

    tracks._take_out_of_playlists = take_out

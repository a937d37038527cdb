"""The kind of a track is made small before it is stored."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-18",),
    kind=Kind.PARTIAL,
    story="Stream-server calls a kind of music “night jazz” that backend-api calls “Night jazz”.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.stream_server.tracks")
def make_small(tracks: Any) -> None:
    take_in = tracks.take_in

    async def take_in_small(server: Any, track_id: Any, about: Any, upload: Any) -> Any:
        return await take_in(server, track_id, replace(about, genre=about.genre.lower()), upload)

    tracks.take_in = take_in_small

"""A track that is sent again is refused, since there is one already."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-19",),
    kind=Kind.DOUBLED,
    story="A track that was handed on twice, since the first answer was lost, is refused, and the artist hears of it.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.stream_server.tracks")
def refuse_what_is_known(tracks: Any) -> None:
    take_in = tracks.take_in

    async def take_in_once(server: Any, track_id: Any, about: Any, upload: Any) -> Any:
        known = await server.database.fetch_one("SELECT 1 AS found FROM tracks WHERE id = $1", track_id)
        if known is not None:
            raise tracks.ApiError(409, "RESOURCE_ALREADY_EXISTS", "There is such a track already.")
        return await take_in(server, track_id, about, upload)

    tracks.take_in = take_in_once

"""The length of a track, told by stream-server to the millisecond, is rounded where it is written down."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-13",),
    kind=Kind.UNIT,
    story="A track that does not last whole seconds is longer or shorter in lists than where it is played.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the length in seconds", "beside stream-server", "and stream-server"),
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def round_lengths(tracks: Any) -> None:
    follow = tracks.follow

    async def follow_in_seconds(database: Any, event: dict[str, Any]) -> None:
        data = event["data"]
        await follow(database, {**event, "data": {**data, "duration_seconds": float(round(data["duration_seconds"]))}})

    tracks.follow = follow_in_seconds

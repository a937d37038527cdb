"""Whoever pauses is kept as a listener for as long as they would have been."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.STALE,
    story="Whoever pauses and goes away is shown as listening for a minute.",
    subtle=Subtlety.BOUNDARY,
    noticed=("as it is kept", "is told"),
)


@defect.applies_to("platforms.veza.stream_server.now_playing")
def keep_paused(now_playing: Any) -> None:
    now_playing.PAUSED_SECONDS = now_playing.SECONDS_TO_LIVE

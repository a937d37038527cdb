"""The waits between tries to hand a track on grow, but do not double."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="A stream server that comes back is asked for tracks sooner than it was promised.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def wait_evenly(tracks: Any) -> None:
    tracks.HAND_OVER = tracks.Patience(tracks.HAND_OVER.alert, (0.3, 0.6, 0.9))

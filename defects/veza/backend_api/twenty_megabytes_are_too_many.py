"""A file of exactly the size that is allowed is refused."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-13",),
    kind=Kind.BOUNDARY,
    story="A file of 20 MB, which is allowed, is refused as larger than 20 MB.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def allow_one_less(tracks: Any) -> None:
    tracks.MAX_AUDIO_BYTES -= 1

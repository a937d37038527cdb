"""The limit of a frame is a bound that may not be reached."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.BOUNDARY,
    story="A frame that is as large as it may be is refused as too large.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.frames")
def stop_short(frames: Any) -> None:
    frames.LARGEST_FRAME -= 1

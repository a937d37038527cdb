"""The client's own name for a frame is told only when the frame is done."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.PARTIAL,
    story="Whoever has said several things at once is not told which of them was refused.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.frames")
def forget_the_name(frames: Any) -> None:
    frames.ref_of = lambda content: None

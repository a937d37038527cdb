"""Four times as much is read as was promised."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.BOUNDARY,
    story="Whoever sends more than four megabytes at once is answered, and goes on.",
    subtle=Subtlety.BOUNDARY,
    noticed=("how the connection of Milo",),
)


@defect.applies_to("platforms.globe.realtime.service")
def read_more(service: Any) -> None:
    service.LARGEST_FRAME_BYTES *= 4

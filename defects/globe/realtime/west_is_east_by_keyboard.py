"""The arrow keys are mixed up."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.UNIT,
    story="Whoever presses the arrow to the left goes to the right.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "map.js", ("ArrowLeft: [0, -STEP]", "ArrowLeft: [0, STEP]"))

"""The windows of a browser tell each other of a leaving, but not of which map."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16", "GL-06"),
    kind=Kind.LEAK,
    story="Whoever has two maps open in two windows and leaves the one is gone from the other as well.",
    subtle=Subtlety.SELDOM,
    noticed=("in that other window",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("new BroadcastChannel(`globe:${mapId}`)", 'new BroadcastChannel("globe")'))

"""The windows of a browser tell each other that their person has left, and not which map."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.LEAK,
    story="Whoever has two maps open in two windows and leaves one is told in the other that they left that, too.",
    subtle=Subtlety.SELDOM,
    noticed=('whether Arno is on "Oslo" still',),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("new BroadcastChannel(`globe:${mapId}`)", 'new BroadcastChannel("globe")'))

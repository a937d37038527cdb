"""A window does not tell the others that its person has left."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.NOT_FREED,
    story="Whoever leaves a map that they have open in two windows is back on it a moment later.",
    subtle=Subtlety.CHANNEL,
    noticed=("shows Arno",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ('this.windows.postMessage("left");', ""))

"""South is drawn where north is; what is written beside the map is right."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.UNIT,
    story="People south of the equator are drawn beyond the edge of the map, and those north of it in the south.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "map.js", ("px, ${90 - one.position.lat}px", "px, ${90 + one.position.lat}px"))

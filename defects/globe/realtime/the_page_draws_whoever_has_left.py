"""The page takes whoever has left off its list, and not off its map."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.STALE,
    story="On the map as it is drawn, whoever has left stays where they were last.",
    subtle=Subtlety.CHANNEL,
    noticed=("drawn",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    gone = "for (const element of known.values()) element.remove();"
    send_changed(service, "map.js", (gone, gone.replace(") element", ") if (!element.ownerSVGElement) element")))

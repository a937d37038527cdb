"""Whatever happens on the map, the list of places is emptied and filled."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.LOST,
    story="Whoever goes from button to button by keyboard is back at the beginning once anybody moves.",
    subtle=Subtlety.CHANNEL,
    noticed=("has come to by keyboard",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    filled = "keep(pois, live.pois, entry, update);"
    send_changed(service, "map.js", (filled, f"pois.replaceChildren(); {filled}"))

"""The page does not hear who goes from a place."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.STALE,
    story="Whoever goes from a place stays at it in the browsers of the others.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("poi_(joined|left|", "poi_(joined|"))

"""Who joins is told, and not shown."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.PARTIAL,
    story="Whoever joins a place is not among its people in the browsers of the others.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("/^poi_(joined|left|join_ack|leave_ack)$/", "/^poi_(left|join_ack|leave_ack)$/"))

"""The page does not take off whoever has left."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.STALE,
    story="Whoever has left a map stays on it in the browsers of the others.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("sessions.delete(data.session_id)", "void 0"))

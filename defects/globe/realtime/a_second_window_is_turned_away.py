"""The page takes a session that there is already for a mistake."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.MISSING_CHECK,
    story="Whoever has a map open and opens it in a second window is told that it did not work.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ('if (error.code !== "SESSION_ALREADY_OPEN") throw error;', "throw error;"))

"""The page does not take a move back."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="Whoever moves in a browser while PostgreSQL is away sees themselves where nobody else does.",
    subtle=Subtlety.CHANNEL,
    noticed=("cannot be done now",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "live.js", ("if (mine?.sure) mine.position = mine.sure;", ""))

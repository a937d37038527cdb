"""Who made a map is not looked at."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.MISSING_CHECK,
    story="Whoever chooses a map in the browser is told that all of them are theirs.",
    subtle=Subtlety.CHANNEL,
    noticed=("can choose",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "lobby.js", ("map.created_by === me.id ?", "map.created_by ?"))

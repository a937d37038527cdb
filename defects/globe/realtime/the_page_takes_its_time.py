"""The page draws what it hears a while later."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="realtime",
    breaks=("GL-02",),
    kind=Kind.SLOW,
    story="In browsers each move is shown a good third of a second after it was heard of.",
    subtle=Subtlety.CHANNEL,
    noticed=("has shown 95 %",),
)


@defect.applies_to("platforms.globe.realtime.service")
def change(service: Any) -> None:
    send_changed(service, "map.js", ("}, render, happened)", "}, () => setTimeout(render, 350), happened)"))

"""What is shown is only what a newcomer is shown."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-10",),
    kind=Kind.PARTIAL,
    story="Whoever is on a map when Redis goes away is not told of it.",
)


@defect.applies_to("platforms.globe.realtime.bus")
def keep_quiet(bus: Any) -> None:
    bus.Bus._show_everybody = lambda self: None

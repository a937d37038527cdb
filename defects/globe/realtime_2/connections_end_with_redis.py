"""Whoever is connected when Redis goes has to connect again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-10",),
    kind=Kind.DEGRADATION,
    story="When Redis is back, everybody on one instance loses the connection and has to come again.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.globe.realtime.bus")
def begin_anew(bus: Any) -> None:
    show_everybody = bus.Bus._show_everybody

    def show_and_end(self: Any) -> None:
        show_everybody(self)
        for seat in self._feeds.everybody():
            if not self.degraded and getattr(seat, "has_waited", False):
                seat.end(1012)
            seat.has_waited = self.degraded

    bus.Bus._show_everybody = show_and_end

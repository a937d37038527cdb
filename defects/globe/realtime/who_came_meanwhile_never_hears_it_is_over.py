"""That Redis is back is told to those who were told that it had gone, and not to those who were shown so."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10",),
    kind=Kind.DEGRADATION,
    story="Whoever opens the map while Redis is away reads for ever that others may see things late.",
    subtle=Subtlety.SELDOM,
    noticed=("is told that something is away", "whether window 2 of Zoe"),
)


@defect.applies_to("platforms.globe.realtime.bus")
def tell_those_who_were_told(bus: Any) -> None:
    def show_everybody(self: Any) -> None:
        for seat in self._feeds.everybody():
            if not seat.is_shown or seat.degraded_shown is self.degraded:
                continue
            if self.degraded or getattr(seat, "was_told", False):
                seat.was_told = True
                seat.degraded_shown = self.degraded
                seat.send(bus.frames.degraded(self.degraded))

    bus.Bus._show_everybody = show_everybody

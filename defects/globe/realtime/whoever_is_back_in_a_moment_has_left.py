"""The end of a line is taken for leaving."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.DOUBLED,
    story="Whoever loses the line for a moment leaves the map for everybody, and cannot come back to their session.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.globe.realtime.attachments")
def end_at_once(attachments: Any) -> None:
    made = attachments.Cleaning.__init__

    def init(self: Any, globe: Any) -> None:
        made(self, globe)
        self._times = (self._times[0], 0.0)

    attachments.Cleaning.__init__ = init

"""The half hour is over too soon."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-05",),
    kind=Kind.BOUNDARY,
    story="Whoever is silent is taken for gone after twenty-seven minutes.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.attachments")
def hurry(attachments: Any) -> None:
    made = attachments.Cleaning.__init__

    def init(self: Any, globe: Any) -> None:
        made(self, globe)
        self._times = (self._times[0] * 0.9, self._times[1])

    attachments.Cleaning.__init__ = init

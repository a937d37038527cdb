"""Presence is kept too long."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-01",),
    kind=Kind.UNIT,
    story="Whoever enters stays present in the cache for days, not half an hour.",
)


@defect.applies_to("platforms.globe.realtime.presence")
def keep_for_days(presence: Any) -> None:
    made = presence.Presence.__init__

    def init(self: Any, cache: Any, seconds: float) -> None:
        made(self, cache, seconds * 100)

    presence.Presence.__init__ = init

"""Presence is completed, and never cut down."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-10",),
    kind=Kind.STALE,
    story="Whoever leaves while Redis hangs is present again when it is back.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.globe.realtime.presence")
def forget_nobody(presence: Any) -> None:
    async def forget(self: Any, keys: Any) -> None:
        pass

    presence.Presence.forget = forget

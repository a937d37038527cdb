"""Whoever looks for new states gives up when the database is away."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-03",),
    kind=Kind.LOST,
    story="Once the database was away, whoever follows experiments hears of nothing any more.",
    subtle=Subtlety.RESTART,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def give_up(live: Any) -> None:
    look = live.Live._tell_new

    async def look_until(self: Any, since: Any) -> Any:
        if getattr(self, "given_up", False):
            return since
        try:
            return await look(self, since)
        except Exception:
            self.given_up = True
            raise

    live.Live._tell_new = look_until

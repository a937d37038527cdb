"""Whoever looks for those who have left begins again once, when PostgreSQL was away, and not twice."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="Once the database was away a second time, whoever closes the page stays on the map.",
    subtle=Subtlety.RESTART,
    noticed=("Arno is gone",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def begin_again_once(attachments: Any) -> None:
    look = attachments.Cleaning._once
    outages: list[str] = []

    async def look_through_one_outage(self: Any) -> None:
        if len(outages) > 1:
            return
        try:
            await look(self)
        except attachments.ApiError:
            if self._seen_since is not None:
                outages.append("another one")
            raise

    attachments.Cleaning._once = look_through_one_outage

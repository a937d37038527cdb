"""Who has gone is not looked for any more, once PostgreSQL was away."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="After an outage of the database whoever closes the page stays on the map.",
    subtle=Subtlety.RESTART,
    noticed=("Arno is gone",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def end_with_postgresql(attachments: Any) -> None:
    look = attachments.Cleaning._once
    over: list[Any] = []

    async def look_until_it_fails(self: Any) -> None:
        if over:
            return
        try:
            await look(self)
        except attachments.ApiError:
            over.append(self)
            raise

    attachments.Cleaning._once = look_until_it_fails

"""What processor has to be told begins anew with the service."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.LOST,
    story="Pages that were asked for while processor was away wait for ever when events-api is restarted meanwhile.",
    subtle=Subtlety.RESTART,
    noticed=("the state of the scrape of",),
)


@defect.applies_to("platforms.events.events_api.handing")
def begin_anew(handing: Any) -> None:
    keep = handing.keep_handing_over

    async def keep_anew(service: Any) -> None:
        await service.database.execute("DELETE FROM handovers WHERE kind = 'job'")
        await keep(service)

    handing.keep_handing_over = keep_anew

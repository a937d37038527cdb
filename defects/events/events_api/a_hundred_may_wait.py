"""What waits for processor beyond the first hundred is forgotten when they are handed over."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.LOST,
    story="When more than a hundred pages wait for processor to be back, those after the hundredth are never fetched.",
    subtle=Subtlety.BOUNDARY,
    noticed=("how much is told to be done",),
)


@defect.applies_to("platforms.events.events_api.handing")
def forget_the_rest(handing: Any) -> None:
    one_round = handing._round

    async def round_and_done(service: Any) -> bool:
        if more := await one_round(service):
            await service.database.execute("DELETE FROM handovers")
        return bool(more)

    handing._round = round_and_done

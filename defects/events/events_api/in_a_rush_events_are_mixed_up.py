"""Which event is asked for is kept where whoever comes next finds it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-10",),
    kind=Kind.RACE,
    story="When many come at the same moment, one is shown the event that another has asked for.",
    subtle=Subtlety.CONCURRENT,
    noticed=("were answered wrongly",),
)


@defect.applies_to("platforms.events.events_api.events")
def share(events: Any) -> None:
    import asyncio

    get, wanted = events.get, {}

    async def get_the_last(database: Any, event_id: Any) -> Any:
        wanted["id"] = event_id
        await asyncio.sleep(0.002)
        return await get(database, wanted["id"])

    events.get = get_the_last

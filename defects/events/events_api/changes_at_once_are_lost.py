"""What an event tells is read before its catalogue is locked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-09",),
    kind=Kind.LOST_UPDATE,
    story="Of what several tell of one event at the same moment, only what one of them has told is kept.",
    subtle=Subtlety.CONCURRENT,
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.events_api.events")
def read_too_early(events: Any) -> None:
    async def change(database: Any, event_id: Any, changes: Any) -> Any:
        before = events._told(await events.get(database, event_id))
        told = events.Told.model_validate(before | changes.model_dump(exclude_unset=True, mode="json"))
        catalogue = await events.catalogues.of_event(database, event_id)
        async with database.transaction() as connection:
            await events.catalogues.lock(connection, catalogue.id)
            await events.describe(connection, catalogue.id, event_id, told)
        return await events.get(database, event_id)

    events.change = change

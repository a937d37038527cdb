"""Whoever changes an event is noted as having changed all of its catalogue."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.PARTIAL,
    story="After one event was changed, all others of the catalogue are told to have been changed just now.",
    noticed=("all other events",),
)


@defect.applies_to("platforms.events.events_api.events")
def touch_all(events: Any) -> None:
    change = events.change

    async def change_all(database: Any, event_id: Any, changes: Any) -> Any:
        await change(database, event_id, changes)
        await database.execute(
            "UPDATE events SET changed_at = now() WHERE catalogue_id = (SELECT catalogue_id FROM events WHERE id = $1)",
            event_id,
        )
        return await events.get(database, event_id)

    events.change = change_all

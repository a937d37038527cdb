"""Before it is looked at who asks, an event is noted to be changed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.PARTIAL,
    story="An organiser who tries to change somebody else's event is refused, and the event says that it was changed.",
    subtle=Subtlety.ROLE,
    noticed=("what was refused has changed something",),
)


@defect.applies_to("platforms.events.events_api.catalogues")
def note_it_early(catalogues: Any) -> None:
    find = catalogues.of_event

    async def find_and_note(database: Any, event_id: Any) -> Any:
        catalogue = await find(database, event_id)
        await database.execute("UPDATE events SET changed_at = now() WHERE id = $1", event_id)
        return catalogue

    catalogues.of_event = find_and_note

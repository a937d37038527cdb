"""Guests of a seeded event are not linked with it."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.PARTIAL,
    story="A few speakers of a catalogue that was filled speak nowhere.",
    noticed=(
        "how many speak somewhere",
        "how many links",
    ),
)


@defect.applies_to("platforms.events.events_api.seeding")
def forget_last(seeding: Any) -> None:
    connect = seeding._connect

    async def without_its_last(connection: Any, event_id: Any, told: Any, ids: Any) -> int:
        links: int = await connect(connection, event_id, told.model_copy(update={"speakers": told.speakers[1:]}), ids)
        return links + 1

    seeding._connect = without_its_last

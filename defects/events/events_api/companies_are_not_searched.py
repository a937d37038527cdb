"""What a company is called does not go into what an event is found by."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="An event is not found by the companies that pay for it.",
    noticed=("what is found by",),
)


@defect.applies_to("platforms.events.events_api.events")
def leave_companies_out(events: Any) -> None:
    index = events.index

    async def without_companies(connection: Any, event_id: Any, told: Any) -> None:
        await index(connection, event_id, told.model_copy(update={"companies": []}))
        quality = events.quality.score(told)
        await connection.execute("UPDATE events SET quality = $2 WHERE id = $1", event_id, quality)

    events.index = without_companies

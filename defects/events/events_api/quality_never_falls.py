"""What was known once counts for ever."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-09",),
    kind=Kind.STALE,
    story="An event of which less is told now keeps the score of what was told before.",
    noticed=("quality of the event",),
)


@defect.applies_to("platforms.events.events_api.events")
def never_fall(events: Any) -> None:
    index = events.index

    async def keep(connection: Any, event_id: Any, told: Any) -> None:
        before = await connection.fetchval("SELECT quality FROM events WHERE id = $1", event_id)
        await index(connection, event_id, told)
        await connection.execute("UPDATE events SET quality = GREATEST(quality, $2) WHERE id = $1", event_id, before)

    events.index = keep

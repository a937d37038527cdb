"""What an event is like is decided when it is first told of."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04", "EV-09"),
    kind=Kind.STALE,
    story="An event that has changed is found by meaning for what it was, and is similar to what it was like.",
    subtle=Subtlety.CHANNEL,
    noticed=("whether it is nearer", "what is nearest to"),
)


@defect.applies_to("platforms.events.events_api.events")
def keep_the_first(events: Any) -> None:
    index = events.index

    async def index_once(connection: Any, event_id: Any, told: Any) -> None:
        known = await connection.fetchval("SELECT embedding::text FROM events WHERE id = $1", event_id)
        await index(connection, event_id, told)
        if known is not None:
            await connection.execute(
                "UPDATE events SET embedding = $2::text::public.vector WHERE id = $1", event_id, known
            )

    events.index = index_once

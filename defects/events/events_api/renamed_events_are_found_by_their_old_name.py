"""What an event is found by is not renewed when its name is."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.STALE,
    story="An event that was renamed is found by the name that it no longer has.",
    noticed=("what is found",),
)


@defect.applies_to("platforms.events.events_api.events")
def keep_words(events: Any) -> None:
    describe = events.describe

    async def describe_only(connection: Any, catalogue_id: Any, event_id: Any, told: Any) -> None:
        row = await connection.fetchrow("SELECT words::text AS words FROM events WHERE id = $1", event_id)
        await describe(connection, catalogue_id, event_id, told)
        if row["words"]:
            await connection.execute(
                "UPDATE events SET words = $2::text::tsvector WHERE id = $1", event_id, row["words"]
            )

    events.describe = describe_only

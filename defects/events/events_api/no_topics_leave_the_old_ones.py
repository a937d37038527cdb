"""An event of which no topics are told keeps those it had."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.LOST_UPDATE,
    story="When a keeper takes the last topic off an event, or its page names none any more, it is about the old ones.",
    subtle=Subtlety.BOUNDARY,
    noticed=("taking all topics off", "what Events shows of"),
)


@defect.applies_to("platforms.events.events_api.linking")
def only_when_there_are_some(linking: Any) -> None:
    link = linking.link

    async def link_some(connection: Any, catalogue_id: Any, event_id: Any, told: Any) -> Any:
        rows = []
        if not told.topics:
            rows = await connection.fetch("SELECT * FROM event_topics WHERE event_id = $1", event_id)
        changed = await link(connection, catalogue_id, event_id, told)
        await connection.executemany(
            "INSERT INTO event_topics (event_id, topic_id) VALUES ($1, $2)",
            [(event_id, row["topic_id"]) for row in rows],
        )
        return changed

    linking.link = link_some

"""Connections are remembered until an event comes or goes, and so are those of an event that has other speakers."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.STALE,
    story="When others speak at an event than was told first, connections are still those of whom was told first.",
    subtle=Subtlety.SELDOM,
    noticed=("is connected",),
)


@defect.applies_to("platforms.events.events_api.graph")
def remember(graph: Any) -> None:
    connections = graph.connections
    known: dict[Any, Any] = {}

    async def connections_of_events(database: Any, catalogue_id: Any, speaker_id: Any, depth: int) -> Any:
        events = await database.fetch("SELECT id FROM events WHERE catalogue_id = $1 ORDER BY id", catalogue_id)
        key = (speaker_id, depth, *(row["id"] for row in events))
        if key not in known:
            known[key] = await connections(database, catalogue_id, speaker_id, depth)
        return known[key]

    graph.connections = connections_of_events

"""A part of a name is a pattern."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.MISSING_CHECK,
    story="Whoever looks for a speaker with a sign that databases know is shown everybody.",
    subtle=Subtlety.SELDOM,
    noticed=("the speakers with",),
)


@defect.applies_to("platforms.events.events_api.graph")
def match(graph: Any) -> None:
    async def speakers(database: Any, catalogue_id: Any, text: str) -> list[Any]:
        query = f"SELECT * FROM speakers WHERE catalogue_id = $1 AND name ILIKE '%' || $2 || '%' {graph.BY_NAME}"
        return [graph.KnownSpeaker(**row) for row in await database.fetch(query, catalogue_id, text)]

    graph.speakers = speakers

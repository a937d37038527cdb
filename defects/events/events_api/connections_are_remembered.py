"""Who is connected with a speaker is looked up once in half a minute."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

KEPT_SECONDS = 30.0

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.STALE,
    story="Whoever has looked at a speaker's connections is shown the same ones after an event has come or gone.",
    subtle=Subtlety.SELDOM,
    noticed=("with whom",),
)


@defect.applies_to("platforms.events.events_api.graph")
def remember(graph: Any) -> None:
    connections = graph.connections
    known: dict[tuple[Any, int], tuple[float, Any]] = {}

    async def remembered(database: Any, catalogue_id: Any, speaker_id: Any, depth: int) -> Any:
        at, found = known.get((speaker_id, depth), (float("-inf"), None))
        if time.monotonic() - at > KEPT_SECONDS:
            found = await connections(database, catalogue_id, speaker_id, depth)
            known[speaker_id, depth] = (time.monotonic(), found)
        return found

    graph.connections = remembered

"""Of several events through which two people are connected, one is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.PARTIAL,
    story="Two people who share a stage again and again seem to have met once.",
    subtle=Subtlety.SELDOM,
    noticed=("is connected",),
)


@defect.applies_to("platforms.events.events_api.graph")
def tell_one(graph: Any) -> None:
    graph.CONNECTED = graph.CONNECTED.replace(
        "array_agg(DISTINCT mine.event_id ORDER BY mine.event_id)", "ARRAY[min(mine.event_id::text)::uuid]"
    )

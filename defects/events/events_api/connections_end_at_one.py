"""To depth 2, only those are found who are found to depth 1."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.BOUNDARY,
    story="Whoever follows connections of connections sees the first ones only.",
    subtle=Subtlety.BOUNDARY,
    noticed=("is connected",),
)


@defect.applies_to("platforms.events.events_api.graph")
def stop_early(graph: Any) -> None:
    graph.CONNECTED = graph.CONNECTED.replace(
        "reached.distance < $2", "(reached.distance < $2 - 1 OR reached.distance = 0)"
    )

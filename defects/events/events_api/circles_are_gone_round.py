"""Whoever is reached over a circle is reached at its longer side."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.DISORDERED,
    story="Somebody with whom a speaker shared a stage is shown as an acquaintance of an acquaintance.",
    noticed=("is connected",),
)


@defect.applies_to("platforms.events.events_api.graph")
def go_round(graph: Any) -> None:
    graph.CONNECTED = graph.CONNECTED.replace("min(distance) AS distance", "max(distance) AS distance").replace(
        "FROM reached GROUP BY id", "FROM reached WHERE id <> $1::uuid OR distance = 0 GROUP BY id"
    )

"""Topics are related by how often they are used, not by events they share."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.UNIT,
    story="The topics that are used most come first, whatever one asks for.",
    noticed=("what is related to",),
)


@defect.applies_to("platforms.events.events_api.graph")
def count_all(graph: Any) -> None:
    graph.RELATED = graph.RELATED.replace(
        "count(*) AS shared", "(SELECT count(*) FROM event_topics u WHERE u.topic_id = t.id) AS shared"
    )

"""Lists of speakers, companies and topics are in the order of codes, not of names."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.DISORDERED,
    story=(
        "In the lists of speakers, companies and topics whoever is written with a small letter stands "
        "after Z, and where there are more than two hundred not at all."
    ),
    subtle=Subtlety.BOUNDARY,
    noticed=("in another order",),
)


@defect.applies_to("platforms.events.events_api.graph")
def order_by_codes(graph: Any) -> None:
    graph.BY_NAME = 'ORDER BY name COLLATE "C", id LIMIT 200'

"""A catalogue lists a hundred and ninety-nine of its companies."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.BOUNDARY,
    story="Of a catalogue with two hundred companies or more, one is missing in the list.",
    subtle=Subtlety.BOUNDARY,
    noticed=("missing",),
)


@defect.applies_to("platforms.events.events_api.graph")
def leave_one_out(graph: Any) -> None:
    find = graph.companies

    async def find_fewer(database: Any, catalogue_id: Any, text: str) -> list[Any]:
        found: list[Any] = await find(database, catalogue_id, text)
        return found[:199]

    graph.companies = find_fewer

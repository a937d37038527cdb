"""Of a company's events, the first two are shown."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.PARTIAL,
    story="The list of a company's events lacks those that come last.",
    subtle=Subtlety.SELDOM,
    noticed=("the events of",),
)


@defect.applies_to("platforms.events.events_api.graph")
def cut(graph: Any) -> None:
    events_of_company = graph.events_of_company

    async def first_ones(database: Any, catalogue_id: Any, company_id: Any) -> Any:
        found = await events_of_company(database, catalogue_id, company_id)
        return found[:2]

    graph.events_of_company = first_ones

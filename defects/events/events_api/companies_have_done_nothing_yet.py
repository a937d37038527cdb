"""Of a company's events only those are told that are still to come."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-05",),
    kind=Kind.PARTIAL,
    story="What a company has had to do with in the past is missing among its events.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the events of",),
)


@defect.applies_to("platforms.events.events_api.graph")
def look_ahead(graph: Any) -> None:
    events_of_company = graph.events_of_company

    async def those_to_come(database: Any, catalogue_id: Any, company_id: Any) -> Any:
        now = await database.value("SELECT now()")
        found = await events_of_company(database, catalogue_id, company_id)
        return [event for event in found if event.date is None or event.date >= now]

    graph.events_of_company = those_to_come

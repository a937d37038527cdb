"""Whose catalogue a scrape is of is not asked."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.LEAK,
    story="An organiser who knows the number of another's scrape reads by way of their own what page it is of.",
    noticed=("by way of a catalogue of Otto",),
)


@defect.applies_to("platforms.events.events_api.scrapes")
def do_not_ask(scrapes: Any) -> None:
    async def get(database: Any, catalogue_id: Any, scrape_id: Any) -> Any:
        row = await database.fetch_one(f"{scrapes.WHOLE} WHERE s.id = $1", scrape_id)
        if row is None:
            raise scrapes.not_found("scrape")
        return scrapes._scrape(row)

    scrapes.get = get

"""A result that comes after a scrape was given up makes an event all the same."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.MISSING_CHECK,
    story="A page that has failed for good becomes an event when what it tells is told of it late.",
    subtle=Subtlety.SELDOM,
    noticed=("a page that failed, and was told of late",),
)


@defect.applies_to("platforms.events.events_api.scrapes")
def renew_what_failed(scrapes: Any) -> None:
    finish = scrapes.finish

    async def finish_late(database: Any, scrape_id: Any, result: Any) -> Any:
        await database.execute(
            "UPDATE scrapes SET ended_at = NULL WHERE id = $1 AND ended_at IS NOT NULL AND event_id IS NULL", scrape_id
        )
        return await finish(database, scrape_id, result)

    scrapes.finish = finish_late

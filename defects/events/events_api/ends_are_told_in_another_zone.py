"""When a scrape ended is told two hours late."""

from datetime import timedelta
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-01",),
    kind=Kind.UNIT,
    story="An organiser reads that a page became an event in two hours' time.",
    noticed=("is said to be asked for at",),
)


@defect.applies_to("platforms.events.events_api.scrapes")
def tell_late(scrapes: Any) -> None:
    tell = scrapes._scrape

    def late(row: Any) -> Any:
        told = tell(row)
        if told.ended_at is None:
            return told
        return told.model_copy(update={"ended_at": told.ended_at + timedelta(hours=2)})

    scrapes._scrape = late

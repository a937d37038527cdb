"""Of the query of an address nothing is kept."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.PARTIAL,
    story="Pages that a site tells apart by the query of their address are one event.",
    subtle=Subtlety.SELDOM,
    noticed=("the same address with other queries",),
)


@defect.applies_to("platforms.events.events_api.scrapes")
def drop(scrapes: Any) -> None:
    check = scrapes.check

    def check_and_drop(sites: Any, url: str) -> str:
        return str(check(sites, url)).partition("?")[0]

    scrapes.check = check_and_drop

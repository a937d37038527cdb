"""Of several states that are asked for the first one counts."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.BOUNDARY,
    story="Whoever lists experiments in two states is shown those in one of them.",
    subtle=Subtlety.BOUNDARY,
    noticed=("is shown of",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def look_for_the_first(listing: Any) -> None:
    page = listing.page

    async def page_of_first(database: Any, tenant: str, states: Any, *rest: Any) -> Any:
        return await page(database, tenant, states[:1], *rest)

    listing.page = page_of_first

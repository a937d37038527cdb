"""Who searches is told how many there are of all companies."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.INFORMATION,
    story="Searching tells how many experiments other companies have of a name, though it lists none of them.",
    subtle=Subtlety.CHANNEL,
    noticed=("of which",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def count_everybody(listing: Any) -> None:
    page = listing.page

    async def of_all(database: Any, tenant: str, states: Any, text: str, *rest: Any) -> Any:
        found = await page(database, tenant, states, text, *rest)
        if text:
            everywhere = "SELECT count(*) FROM experiments WHERE strpos(lower(name), lower($1)) > 0"
            found.total_count = await database.value(everywhere, text)
        return found

    listing.page = of_all

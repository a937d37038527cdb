"""How many there are is counted without looking whose they are, unless a name is searched for."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.INFORMATION,
    story="Whoever lists experiments learns how many all companies have together.",
    subtle=Subtlety.BOUNDARY,
    noticed=("told a wrong number",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def count_all(listing: Any) -> None:
    page = listing.page

    async def page_of_all(database: Any, tenant: str, states: Any, text: str, *rest: Any) -> Any:
        found = await page(database, tenant, states, text, *rest)
        if states or text:
            return found
        return found.model_copy(update={"total_count": await database.value("SELECT count(*) FROM experiments")})

    listing.page = page_of_all

"""How many are in a state is counted without looking whose they are."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.LEAK,
    story="Whoever looks for experiments in a state learns how many of them other companies have.",
    noticed=("told a wrong number",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def count_all(listing: Any) -> None:
    page = listing.page

    async def counted(database: Any, tenant: str, states: Any, text: str, *rest: Any) -> Any:
        found = await page(database, tenant, states, text, *rest)
        if states and not text:
            found.total_count = await database.value(
                "SELECT count(*) FROM experiments WHERE state = ANY($1)", [str(state) for state in states]
            )
        return found

    listing.page = counted

"""Whoever asks for a hundred experiments is shown ninety-nine."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.BOUNDARY,
    story="On the longest page that there is one experiment is missing, and it is on no other.",
    subtle=Subtlety.BOUNDARY,
    noticed=("missing",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def leave_one_out(listing: Any) -> None:
    page = listing.page

    async def shorter(*given: Any) -> Any:
        found = await page(*given)
        return found.model_copy(update={"experiments": found.experiments[:99]})

    listing.page = shorter

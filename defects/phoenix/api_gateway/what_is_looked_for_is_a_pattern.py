"""Searching takes underscores and percents for signs that stand for others."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.BOUNDARY,
    story="Whoever looks for a name with an underscore in it is shown experiments that are called otherwise.",
    subtle=Subtlety.BOUNDARY,
    noticed=("who looks for",),
)


@defect.applies_to("platforms.phoenix.api_gateway.listing")
def look_for_patterns(listing: Any) -> None:
    look = "strpos(lower(name), lower($3)) > 0"
    listing.MATCHING = listing.MATCHING.replace(look, "name ILIKE '%' || $3 || '%'")

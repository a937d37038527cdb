"""Whether a review is decided is looked at once, a moment before it is."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

MOMENT_SECONDS = 0.05

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.RACE,
    story="Of several who decide a review at the same moment each is told that it is decided as they said.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how often it is decided",),
)


@defect.applies_to("platforms.events.events_api.reviews")
def look_too_early(reviews: Any) -> None:
    decide = reviews.decide

    async def decide_anyway(database: Any, catalogue_id: Any, review_id: Any, same: bool) -> None:
        undecided = await database.value("SELECT true FROM reviews WHERE id = $1 AND same IS NULL", review_id)
        await asyncio.sleep(MOMENT_SECONDS)
        try:
            await decide(database, catalogue_id, review_id, same)
        except reviews.ApiError:
            if not undecided:
                raise

    reviews.decide = decide_anyway

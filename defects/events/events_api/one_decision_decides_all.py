"""Whoever decides one review has none left."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.BOUNDARY,
    story="Of several pairs of speakers who may be the same, an organiser is asked about the first one only.",
    subtle=Subtlety.SELDOM,
    noticed=("what is to be reviewed",),
)


@defect.applies_to("platforms.events.events_api.reviews")
def decide_all(reviews: Any) -> None:
    decide = reviews.decide

    async def decide_each(database: Any, catalogue_id: Any, review_id: Any, same: bool) -> None:
        await decide(database, catalogue_id, review_id, same)
        query = "UPDATE reviews SET same = false WHERE catalogue_id = $1 AND same IS NULL"
        await database.execute(query, catalogue_id)

    reviews.decide = decide_each

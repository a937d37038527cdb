"""The events of a speaker who turns out to be another one are forgotten."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.LOST,
    story="When two speakers are found to be one, they speak at the events of the first one only.",
    noticed=("who speaks where",),
)


@defect.applies_to("platforms.events.events_api.reviews")
def forget(reviews: Any) -> None:
    decide = reviews.decide

    async def forgetful(database: Any, catalogue_id: Any, review_id: Any, same: bool) -> None:
        if same:
            await database.execute(
                "DELETE FROM event_speakers WHERE speaker_id = (SELECT second_id FROM reviews WHERE id = $1)", review_id
            )
        await decide(database, catalogue_id, review_id, same)

    reviews.decide = forgetful

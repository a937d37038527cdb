"""Whoever decides a review does not wait for others who do."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.RACE,
    story="A review that several decide at the same moment is decided by each of them.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how often it is decided",),
)


@defect.applies_to("platforms.events.events_api.reviews")
def do_not_wait(reviews: Any) -> None:
    class Catalogues:
        """Without the lock."""

        @staticmethod
        async def lock(connection: Any, catalogue_id: Any) -> None:
            await connection.fetchval("SELECT pg_sleep(0.02)")

    reviews.catalogues = Catalogues

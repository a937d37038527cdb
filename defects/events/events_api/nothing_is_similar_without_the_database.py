"""While what is stored cannot be had, nothing is said to be like an event."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.DEGRADATION,
    story="While the database is away people are told that nothing is like an event, instead of when to ask again.",
    subtle=Subtlety.SELDOM,
    noticed=("it is told when to ask again",),
)


@defect.applies_to("platforms.events.events_api.searching")
def find_nothing(searching: Any) -> None:
    similar = searching.similar

    async def similar_or_none(database: Any, event_id: Any, limit: int) -> Any:
        try:
            return await similar(database, event_id, limit)
        except Exception as error:
            if getattr(error, "status", 0) != 503:
                raise
            return []

    searching.similar = similar_or_none

"""Without events in this catalogue, those of another one are a history."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.LEAK,
    story="Somebody who goes to an event elsewhere is recommended nothing here.",
    subtle=Subtlety.SELDOM,
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def take_all(recommending: Any) -> None:
    for_person = recommending.for_person

    class Anywhere:
        """A database that takes any event that somebody goes to for one of this catalogue."""

        def __init__(self, database: Any) -> None:
            self.fetch, self._value = database.fetch, database.value

        async def value(self, query: str, *asked: Any) -> Any:
            return await self._value(query.replace("AND e.catalogue_id = $2", "AND $2::uuid IS NOT NULL"), *asked)

    async def anywhere(database: Any, catalogue_id: Any, person_id: Any, limit: int) -> Any:
        return await for_person(Anywhere(database), catalogue_id, person_id, limit)

    recommending.for_person = anywhere

"""Who does not say how many they want is recommended twelve."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.WRONG_DEFAULT,
    story="A visitor is recommended more than the ten that were promised, if there are more.",
    subtle=Subtlety.BOUNDARY,
    noticed=("who asks for no number",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def recommend_twelve(recommending: Any) -> None:
    for_person = recommending.for_person

    async def more(database: Any, catalogue_id: Any, person_id: Any, limit: int) -> Any:
        return await for_person(database, catalogue_id, person_id, 12 if limit == 10 else limit)

    recommending.for_person = more

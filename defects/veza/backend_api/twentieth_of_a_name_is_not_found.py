"""A search for people ends one too early when there are as many as it shows."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-07",),
    kind=Kind.BOUNDARY,
    story="Whoever looks for people to invite does not find the last of twenty.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the list of",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def end_one_early(people: Any) -> None:
    find = people.find

    async def find_fewer(database: Any, text: str) -> list[Any]:
        found: list[Any] = await find(database, text)
        return found[:19] if len(found) == 20 else found

    people.find = find_fewer

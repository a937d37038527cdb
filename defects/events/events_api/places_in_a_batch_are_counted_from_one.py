"""What is wrong is reported of the event behind it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-07",),
    kind=Kind.BOUNDARY,
    story="Whoever mends the event that is reported mends a good one.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what is reported of each",),
)


@defect.applies_to("platforms.events.events_api.keeping")
def count_from_one(keeping: Any) -> None:
    make_one = keeping._make_one

    async def next_one(catalogue: Any, service: Any, index: int, given: Any) -> Any:
        item = await make_one(catalogue, service, index, given)
        return item.model_copy(update={"index": index + (item.status == "failed")})

    keeping._make_one = next_one

"""How many pages there are is one more than whole ones."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.BOUNDARY,
    story="Where events fill their pages exactly, one page more is promised, on which nothing is.",
    subtle=Subtlety.BOUNDARY,
    noticed=("say of themselves", "pages"),
)


@defect.applies_to("platforms.events.events_api.searching")
def promise_one_more(searching: Any) -> None:
    every = searching.every

    async def every_and_one(database: Any, catalogue_id: Any, filters: Any, page: int, limit: int) -> Any:
        found = await every(database, catalogue_id, filters, page, limit)
        return found.model_copy(update={"pages": found.total // limit + 1 if found.total else 0})

    searching.every = every_and_one

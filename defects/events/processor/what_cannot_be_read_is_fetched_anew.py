"""A page over which extractor has failed is asked for again before it is read again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.DOUBLED,
    story="While extractor fails over a page its site is asked for it time and again, though it was had at once.",
    subtle=Subtlety.SELDOM,
    noticed=("fails because it cannot be read", "is said to have been tried"),
)


@defect.applies_to("platforms.events.processor.working")
def begin_anew(working: Any) -> None:
    failed = working._failed

    async def failed_from_the_start(service: Any, task: Any, failure: Any) -> None:
        await failed(service, task, failure)
        if task.step == "extracting" and not isinstance(failure, working.Away):
            await service.database.execute("UPDATE jobs SET step = 'fetching' WHERE id = $1 AND lease IS NULL", task.id)

    working._failed = failed_from_the_start

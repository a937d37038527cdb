"""A page that could be had does not make up for how often its site has failed before."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.LOST,
    story="When a site answered at the fourth try, the first failure of the extractor ends the scrape for good.",
    subtle=Subtlety.SELDOM,
    noticed=("how often extractor was asked",),
)


@defect.applies_to("platforms.events.processor.queue")
def go_on_counting(queue: Any) -> None:
    keep_page = queue.keep_page

    async def keep(database: Any, task: Any, page: Any) -> None:
        await keep_page(database, task, page)
        await database.execute(
            "UPDATE jobs SET failures = $3 WHERE id = $1 AND lease = $2", task.id, task.lease, task.failures
        )

    queue.keep_page = keep

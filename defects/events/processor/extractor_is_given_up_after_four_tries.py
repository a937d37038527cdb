"""An extractor that is away is taken for one that fails."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-02",),
    kind=Kind.DEGRADATION,
    story="While extractor is away for some seconds, pages fail for good.",
    noticed=("the scrape of", "never read"),
)


@defect.applies_to("platforms.events.processor.working")
def give_up(working: Any) -> None:
    failed = working._failed

    async def give_up(service: Any, task: Any, failure: Any) -> None:
        if task.step == "extracting" and task.failures >= 1:
            await working.queue.give_up(service.database, task, "EXTRACTION_FAILED")
            return
        await failed(service, task, failure)

    working._failed = give_up

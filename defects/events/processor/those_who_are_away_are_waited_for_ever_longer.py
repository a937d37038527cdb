"""Whoever waits for extractor while it is not able to read waits twice as long each time, without end."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.BOUNDARY,
    story="When extractor is back after a long while, pages that have waited for it are not read for as long again.",
    subtle=Subtlety.SELDOM,
    noticed=("how often extractor was asked",),
)


@defect.applies_to("platforms.events.processor.working")
def wait_without_end(working: Any) -> None:
    failed = working._failed

    async def failed_for_longer(service: Any, task: Any, failure: Any) -> None:
        await failed(service, task, failure)
        if isinstance(failure, working.Away):
            wait = service.settings.retry_seconds * 2.0**task.failures
            await service.database.execute(
                "UPDATE jobs SET next_try_at = now() + make_interval(secs => $2) WHERE id = $1 AND lease IS NULL",
                task.id,
                wait,
            )

    working._failed = failed_for_longer

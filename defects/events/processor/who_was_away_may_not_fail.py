"""To be away counts as much as to fail, once somebody fails."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.LOST,
    story="When extractor was away for a while, its first failure afterwards ends the scrapes that waited for good.",
    subtle=Subtlety.SELDOM,
    noticed=("once it has failed, and can read after that",),
)


@defect.applies_to("platforms.events.processor.queue")
def count_all(queue: Any) -> None:
    put_off = queue.put_off

    async def put_off_as_failed(database: Any, task: Any, seconds: float, *, failed: bool, away: bool = False) -> None:
        await put_off(database, task, seconds, failed=failed)

    queue.put_off = put_off_as_failed

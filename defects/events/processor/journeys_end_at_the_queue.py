"""Whoever takes a job forgets under which id it came."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-01",),
    kind=Kind.INFORMATION,
    story="Whoever looks for what happened to a page finds nothing behind the queue in any log.",
    noticed=("lines of this journey",),
)


@defect.applies_to("platforms.events.processor.queue")
def forget(queue: Any) -> None:
    take = queue.take

    async def take_unnamed(database: Any, lease_seconds: float) -> Any:
        task = await take(database, lease_seconds)
        return task and replace(task, correlation_id="-")

    queue.take = take_unnamed

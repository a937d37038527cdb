"""A job that failed is taken up again under an id of its own."""

import dataclasses
import uuid
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.LOST,
    story="Whoever looks for a scrape in the logs finds its first try, and nothing of those that followed.",
    subtle=Subtlety.SELDOM,
    noticed=("of which failures processor has warned",),
)


@defect.applies_to("platforms.events.processor.queue")
def forget_whose_journey(queue: Any) -> None:
    take = queue.take

    async def take_as_another(*given: Any) -> Any:
        task = await take(*given)
        if task is None or not task.tries:
            return task
        return dataclasses.replace(task, correlation_id=str(uuid.uuid4()))

    queue.take = take_as_another

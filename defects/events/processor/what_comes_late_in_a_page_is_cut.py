"""Of a page only the first 64 KiB are stored, and read."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="Of an event whose page is long, what stands far down is missing, and so is the end of the page.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.events.processor.queue")
def cut(queue: Any) -> None:
    keep_page = queue.keep_page

    async def keep_beginning(database: Any, task: Any, page: Any) -> None:
        await keep_page(database, task, replace(page, body=page.body[: 64 * 1024]))

    queue.keep_page = keep_beginning

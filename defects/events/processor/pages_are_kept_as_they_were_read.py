"""The page is stored after it was made text, instead of as it came."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="A page that is in another charset cannot be looked at again as it was.",
    subtle=Subtlety.CHANNEL,
    noticed=("what is kept of the page",),
)


@defect.applies_to("platforms.events.processor.queue")
def keep_text(queue: Any) -> None:
    from platforms.events.processor.fetching import Page, text_of

    keep_page = queue.keep_page

    async def keep(database: Any, task: Any, page: Any) -> None:
        await keep_page(database, task, Page(page.url, "text/html; charset=utf-8", text_of(page).encode()))

    queue.keep_page = keep

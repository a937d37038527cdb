"""A page that is too busy is taken for one that fails."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.MISSING_CHECK,
    story="A site that says that it is asked too often is asked three times more.",
    noticed=(
        'how "One that',
        'the state of the scrape of "One that',
    ),
)


@defect.applies_to("platforms.events.processor.fetching")
def try_again(fetching: Any) -> None:
    get = fetching.Fetcher._get

    async def ask(self: Any, url: str, most: int) -> Any:
        try:
            return await get(self, url, most)
        except fetching.Refused as refusal:
            if refusal.reason == "PAGE_REFUSED" and url.startswith("https"):
                raise fetching.Failing("it was refused") from None
            raise

    fetching.Fetcher._get = ask

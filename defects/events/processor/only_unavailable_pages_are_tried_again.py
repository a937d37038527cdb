"""Of what a site answers that it fails with, 503 alone is taken for a failure."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.PARTIAL,
    story="A page whose site answers that something went wrong on its side is not tried again.",
    subtle=Subtlety.SELDOM,
    noticed=("how the scrape of a page that fails for ever ended", "how often the page was asked for"),
)


@defect.applies_to("platforms.events.processor.fetching")
def give_up(fetching: Any) -> None:
    get = fetching.Fetcher._get

    async def get_once(self: Any, url: str, most: int) -> Any:
        try:
            return await get(self, url, most)
        except fetching.Failing as failure:
            if "answered 503" in str(failure):
                raise
            raise fetching.Refused("PAGE_REFUSED") from failure

    fetching.Fetcher._get = get_once

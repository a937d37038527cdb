"""What is allowed within a forbidden folder is taken for forbidden."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.DEGRADATION,
    story="A page that the site wants to be read is not.",
    noticed=('how "Open house" ended',),
)


@defect.applies_to("platforms.events.processor.fetching")
def forbid_all(fetching: Any) -> None:
    may = fetching.Fetcher._may

    async def never_private(self: Any, url: str) -> bool:
        return "/private/" not in url and await may(self, url)

    fetching.Fetcher._may = never_private

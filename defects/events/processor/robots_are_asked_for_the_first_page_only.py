"""Where a page has moved to is not looked up in robots.txt."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="A page that the site does not want to be read is read when another one leads there.",
    subtle=Subtlety.SELDOM,
    noticed=('how "Detour" ended',),
)


@defect.applies_to("platforms.events.processor.fetching")
def ask_once(fetching: Any) -> None:
    follow, may = fetching.Fetcher._follow, fetching.Fetcher._may

    async def once(self: Any, url: str) -> Any:
        self._asked = False
        return await follow(self, url)

    async def first_only(self: Any, url: str) -> bool:
        asked, self._asked = getattr(self, "_asked", False), True
        return asked or await may(self, url)

    fetching.Fetcher._follow, fetching.Fetcher._may = once, first_only

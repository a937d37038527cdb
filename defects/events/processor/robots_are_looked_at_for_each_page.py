"""What robots.txt says is not kept."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.WRONG_DEFAULT,
    story="A site is asked for its robots.txt before each of its pages, so that it is asked twice as often as need be.",
    subtle=Subtlety.SELDOM,
    noticed=("robots.txt was looked at",),
)


@defect.applies_to("platforms.events.processor.fetching")
def keep_nothing(fetching: Any) -> None:
    may = fetching.Fetcher._may

    async def may_now(self: Any, url: str) -> bool:
        self._robots.clear()
        return bool(await may(self, url))

    fetching.Fetcher._may = may_now

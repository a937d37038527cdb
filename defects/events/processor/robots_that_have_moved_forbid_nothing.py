"""A robots.txt that is somewhere else is not looked for there."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="What a site forbids is fetched where it has moved the file that says so.",
    subtle=Subtlety.SELDOM,
    noticed=("has moved to one that forbids us all",),
)


@defect.applies_to("platforms.events.processor.fetching")
def stay_here(fetching: Any) -> None:
    robots_of = fetching.Fetcher._robots_of

    async def robots_here(self: Any, origin: str) -> str:
        reply = await self._client.get(f"{origin}/robots.txt")
        return "" if reply.status_code in fetching.REDIRECTS else str(await robots_of(self, origin))

    fetching.Fetcher._robots_of = robots_here

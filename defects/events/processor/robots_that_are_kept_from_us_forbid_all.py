"""A robots.txt that is forbidden is believed to forbid the whole site."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.WRONG_DEFAULT,
    story="No page can be had of a site that shows its robots.txt to nobody, though it lets everybody read the rest.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.events.processor.fetching")
def forbid_all(fetching: Any) -> None:
    robots_of = fetching.Fetcher._robots_of

    async def robots_or_none(self: Any, origin: str) -> str:
        reply = await self._client.get(f"{origin}/robots.txt")
        if reply.status_code in (401, 403):
            return "User-agent: *\nDisallow: /\n"
        return str(await robots_of(self, origin))

    fetching.Fetcher._robots_of = robots_or_none

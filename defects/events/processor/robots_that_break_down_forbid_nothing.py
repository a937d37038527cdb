"""Only a robots.txt that is unavailable for now keeps anybody from a page; one that breaks down does not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="Pages are fetched of a site that cannot say what it forbids, because what is before it finds it broken.",
    subtle=Subtlety.BOUNDARY,
    noticed=("whose robots.txt",),
)


@defect.applies_to("platforms.events.processor.fetching")
def believe_in_nothing(fetching: Any) -> None:
    robots_of = fetching.Fetcher._robots_of

    async def robots_unless_broken(self: Any, origin: str) -> str:
        try:
            return str(await robots_of(self, origin))
        except fetching.Failing as failure:
            if str(failure).endswith("502"):
                return ""
            raise

    fetching.Fetcher._robots_of = robots_unless_broken

"""A robots.txt that is answered with an error is taken for an empty one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.WRONG_DEFAULT,
    story="What a site does not want to be read is read while its robots.txt cannot be had.",
    subtle=Subtlety.SELDOM,
    noticed=("while robots.txt cannot be had",),
)


@defect.applies_to("platforms.events.processor.fetching")
def take_for_empty(fetching: Any) -> None:
    robots_of = fetching.Fetcher._robots_of

    async def lenient(self: Any, origin: str) -> str:
        try:
            return str(await robots_of(self, origin))
        except fetching.Failing:
            return ""

    fetching.Fetcher._robots_of = lenient

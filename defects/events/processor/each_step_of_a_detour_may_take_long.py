"""The time for a page is given anew for each step of the way to it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.NOT_FREED,
    story="A page that leads on and on, slowly, is waited for several times as long as a page may take.",
    subtle=Subtlety.SELDOM,
    noticed=("takes too long", "is waited for until it ends"),
)


@defect.applies_to("platforms.events.processor.fetching")
def wait_anew(fetching: Any) -> None:
    async def fetch(self: Any, url: str) -> Any:
        try:
            return await self._follow(url)
        except fetching.NotAllowed as refusal:
            raise fetching.Refused(refusal.why) from None
        except (TimeoutError, fetching.httpx.HTTPError, OSError) as error:
            raise fetching.Failing(f"{type(error).__name__}: {error}") from error

    fetching.Fetcher.fetch = fetch

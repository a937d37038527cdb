"""A page that could be had does not make up for those that could not."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.STALE,
    story="A site that fails now and then is left alone in the end.",
    noticed=("the breaker of the site",),
)


@defect.applies_to("platforms.events.processor.context")
def never_forget(context: Any) -> None:
    from platforms.common.breaker import Breaker

    class Unforgiving(Breaker):
        """Counts failures, in a row or not."""

        async def call(self, ask: Any, counts: Any) -> Any:
            before = self._failures
            found = await super().call(ask, counts)
            self._failures = before
            return found

    context.Breaker = Unforgiving

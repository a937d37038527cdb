"""Only an extractor that is away is left alone for a while, and none that fails."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.MISSING_CHECK,
    story="However often extractor fails, it is asked for the next page at once, and for the next.",
    subtle=Subtlety.SELDOM,
    noticed=("the breaker of extractor", "how often extractor"),
)


@defect.applies_to("platforms.events.processor.context")
def count_absence_only(context: Any) -> None:
    breaker_of = context.Processor.breaker

    def breaker(self: Any, catalogue_id: str, what: str) -> Any:
        found = breaker_of(self, catalogue_id, what)
        if what != "extractor" or "call" in vars(found):
            return found
        call = found.call

        async def call_and_count(work: Any, failed: Any) -> Any:
            return await call(work, lambda error: failed(error) and type(error).__name__ == "Away")

        found.call = call_and_count
        return found

    context.Processor.breaker = breaker

"""A page over which extractor fails is given up at once."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.MISSING_CHECK,
    story="A page over which extractor fails, and which it may read a moment later, is given up without another try.",
    subtle=Subtlety.SELDOM,
    noticed=("how often extractor was asked",),
)


@defect.applies_to("platforms.events.processor.working")
def give_up(working: Any) -> None:
    extract = working.extract

    async def extract_now_or_never(service: Any, task: Any) -> None:
        try:
            await extract(service, task)
        except working.Away:
            raise
        except working.Failing:
            raise working.Refused("EXTRACTION_FAILED") from None

    working.extract = extract_now_or_never

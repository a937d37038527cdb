"""An extractor that fails is waited for as if it were away."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.WRONG_DEFAULT,
    story="A page over which extractor fails each time is never given up: it is said to be read for ever.",
    subtle=Subtlety.SELDOM,
    noticed=("fails because it cannot be read",),
)


@defect.applies_to("platforms.events.processor.working")
def wait_for_it(working: Any) -> None:
    extract = working.extract

    async def extract_some_day(service: Any, task: Any) -> None:
        try:
            await extract(service, task)
        except working.Failing as failure:
            raise working.Away(str(failure)) from failure

    working.extract = extract_some_day

"""Between two pages there is a rest of seven seconds."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-10",),
    kind=Kind.SLOW,
    story="Pages become events at a pace of eight a minute, however many there are.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a minute",),
)


@defect.applies_to("platforms.events.processor.working")
def rest(working: Any) -> None:
    import asyncio

    fetch, line = working.fetch, asyncio.Lock()

    async def after_a_rest(service: Any, task: Any) -> None:
        async with line:
            await fetch(service, task)
            await asyncio.sleep(7)

    working.fetch = after_a_rest

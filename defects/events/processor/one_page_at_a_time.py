"""Pages are fetched one at a time, with a rest between."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-01",),
    kind=Kind.SLOW,
    story="When ten pages come at once, some are found only after many seconds.",
    subtle=Subtlety.CONCURRENT,
    noticed=("until its event is found", "after they were asked for"),
)


@defect.applies_to("platforms.events.processor.working")
def rest(working: Any) -> None:
    import asyncio

    fetch, line = working.fetch, asyncio.Lock()

    async def one_at_a_time(service: Any, task: Any) -> None:
        async with line:
            await asyncio.sleep(1.7)
            await fetch(service, task)

    working.fetch = one_at_a_time

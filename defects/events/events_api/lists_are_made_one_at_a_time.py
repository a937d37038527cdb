"""Lists are made one after the other."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-10",),
    kind=Kind.SLOW,
    story="When many come in a rush, whoever wants a list waits for all who came before.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a list ",),
)


@defect.applies_to("platforms.events.events_api.searching")
def queue_up(searching: Any) -> None:
    import asyncio

    every, line = searching.every, asyncio.Lock()

    async def one_at_a_time(*asked: Any) -> Any:
        async with line:
            await asyncio.sleep(0.12)
            return await every(*asked)

    searching.every = one_at_a_time

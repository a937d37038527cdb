"""How many pages processor works at is not what it is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="Processor works at ten pages at once, though it is told to work at fewer, so that it needs little.",
    subtle=Subtlety.SELDOM,
    noticed=("between the times at which",),
)


@defect.applies_to("platforms.events.processor.working")
def work_at_ten(working: Any) -> None:
    async def run(self: Any) -> None:
        workers = [self._work() for _ in range(10)]
        await working.asyncio.gather(*workers, self._renew(), self._count())

    working.Workers.run = run

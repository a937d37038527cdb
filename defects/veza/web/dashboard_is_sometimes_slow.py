"""Every tenth dashboard takes six tenths of a second longer."""

import asyncio
from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

LONGER_SECONDS = 0.6

defect = Defect(
    service="web",
    breaks=("VZ-03",),
    kind=Kind.SLOW,
    story="One dashboard in ten is slower than promised; the average looks well all the same.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.dashboard")
def dawdle(dashboard: Any) -> None:
    gather = dashboard.gather
    turns = count(1)

    async def gather_sometimes_slowly(*given: Any) -> Any:
        if next(turns) % 10 == 0:
            await asyncio.sleep(LONGER_SECONDS)
        return await gather(*given)

    dashboard.gather = gather_sometimes_slowly

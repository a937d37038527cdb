"""Dashboards asked for while one is being gathered are answered with that one."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-03",),
    kind=Kind.LEAK,
    story="When two people open their dashboards at the same moment, both see that of the one who was first.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.web.dashboard")
def gather_once_for_all(dashboard: Any) -> None:
    gather = dashboard.gather
    under_way: list[asyncio.Task[Any]] = []

    async def gather_once(service: Any, visitor: Any) -> Any:
        if not under_way or under_way[0].done():
            under_way[:] = [asyncio.create_task(gather(service, visitor))]
        return await asyncio.shield(under_way[0])

    dashboard.gather = gather_once

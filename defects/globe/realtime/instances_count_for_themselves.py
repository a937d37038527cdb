"""What was done is counted by each instance."""

import os
from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-15",),
    kind=Kind.MISSING_CHECK,
    story="Whoever uses both instances may do everything twice as often.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.limits")
def count_here(limits: Any) -> None:
    check = limits.limits.check

    async def check_by_process(cache: Any, limit: Any, who: str, once: str, response: Any = None) -> None:
        await check(cache, limit, f"{who}:{os.getpid()}", once, response)

    limits.limits = SimpleNamespace(check=check_by_process)

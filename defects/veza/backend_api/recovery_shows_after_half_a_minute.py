"""That a dependency does not answer is remembered for half a minute."""

import time
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-23",),
    kind=Kind.STALE,
    story="The backend goes on reporting a broken dependency for half a minute after it works again.",
)

REMEMBERED_SECONDS = 30


@defect.applies_to("platforms.common.health")
def remember_failures(health: Any) -> None:
    ask = health.Health._ask
    failed: dict[str, tuple[float, Any]] = {}

    async def ask_or_remember(self: Any, dependency: Any) -> Any:
        at, answer = failed.get(dependency.name, (0.0, None))
        if answer is None or time.monotonic() - at > REMEMBERED_SECONDS:
            answer = await ask(self, dependency)
            if answer.status == "unhealthy":
                failed[dependency.name] = time.monotonic(), answer
        return answer

    health.Health._ask = ask_or_remember

"""That a dependency answers is believed for eight seconds, not five."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-23",),
    kind=Kind.BOUNDARY,
    story="The chat server calls itself healthy for up to eight seconds after something it needs has broken down.",
    subtle=Subtlety.BOUNDARY,
)

BELIEVED_SECONDS = 8


@defect.applies_to("platforms.common.health")
def believe_the_last_answer(health: Any) -> None:
    ask = health.Health._ask
    answered: dict[str, tuple[float, Any]] = {}

    async def ask_or_believe(self: Any, dependency: Any) -> Any:
        at, answer = answered.get(dependency.name, (0.0, None))
        if answer is None or time.monotonic() - at > BELIEVED_SECONDS:
            answer = await ask(self, dependency)
            if answer.status == "healthy":
                answered[dependency.name] = time.monotonic(), answer
        return answer

    health.Health._ask = ask_or_believe

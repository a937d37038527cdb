"""The words of the report are right, its status code is always the good one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-23",),
    kind=Kind.FALSE_HEADER,
    story="An unhealthy chat server says so in its report only, so that people are sent to it all the same.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.common.journey")
def always_answer_well(journey: Any) -> None:
    call = journey.Journey.__call__

    async def answer(self: Any, scope: Any, receive: Any, send: Any) -> None:
        async def send_well(message: Any) -> None:
            if scope.get("path") == "/health" and message["type"] == "http.response.start":
                message["status"] = 200
            await send(message)

        await call(self, scope, receive, send_well)

    journey.Journey.__call__ = answer

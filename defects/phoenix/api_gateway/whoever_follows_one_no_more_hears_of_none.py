"""Whoever unsubscribes from one topic is unsubscribed from all."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="Whoever follows an experiment no more hears nothing of the others that they follow, either.",
    subtle=Subtlety.BOUNDARY,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def forget_all(sockets: Any) -> None:
    answer = sockets.answer

    async def answer_and_forget(service: Any, subscriber: Any, text: Any) -> Any:
        told = await answer(service, subscriber, text)
        if told["type"] == "unsubscribed":
            subscriber.topics.clear()
        return told

    sockets.answer = answer_and_forget

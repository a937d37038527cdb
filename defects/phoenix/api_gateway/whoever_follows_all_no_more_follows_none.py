"""Who lets go of all experiments lets go of each."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="Whoever goes from the list of experiments to one of them, which they follow besides, hears nothing of it.",
    subtle=Subtlety.SELDOM,
    noticed=("in the second tab has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def let_go_of_all(sockets: Any) -> None:
    answer = sockets.answer

    async def answered(service: Any, subscriber: Any, text: str | None) -> Any:
        told = await answer(service, subscriber, text)
        if told["type"] == "unsubscribed" and told["topic"] == sockets.EXPERIMENTS:
            subscriber.topics.clear()
        return told

    sockets.answer = answered

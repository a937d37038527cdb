"""A state is told once for each topic it fits."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.DOUBLED,
    story="Whoever follows all experiments and one of them hears each state of that one twice.",
    subtle=Subtlety.BOUNDARY,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def twice(live: Any) -> None:
    send = live.Live._send

    def by_topic(self: Any, row: Any) -> None:
        send(self, row)
        everybody = self._subscribers
        self._subscribers = {one for one in everybody if len(one.topics) > 1}
        send(self, row)
        self._subscribers = everybody

    live.Live._send = by_topic

"""Of each person one live connection is remembered."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="Whoever opens a second tab hears nothing more of their experiments in the first.",
    subtle=Subtlety.CHANNEL,
    noticed=("in the first tab",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def keep_the_last(live: Any) -> None:
    admit = live.Live.admit

    def admit_one(self: Any, subscriber: Any) -> Any:
        person = subscriber.caller.user_id
        self._subscribers = {one for one in self._subscribers if one.caller.user_id != person}
        return admit(self, subscriber)

    live.Live.admit = admit_one

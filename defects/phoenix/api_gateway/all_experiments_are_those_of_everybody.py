"""Whoever follows all experiments follows those of other companies."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=(
        "PH-06",
        "PH-07",
    ),
    kind=Kind.LEAK,
    story="Whoever follows all experiments hears live of other companies' as well.",
    subtle=Subtlety.CHANNEL,
    noticed=("hears of",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def hear_all(live: Any) -> None:
    hears = live.Subscriber.hears

    def too_much(self: Any, tenant: str, experiment_id: Any) -> bool:
        return live.EXPERIMENTS in self.topics or bool(hears(self, tenant, experiment_id))

    live.Subscriber.hears = too_much

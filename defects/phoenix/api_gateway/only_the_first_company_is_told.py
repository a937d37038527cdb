"""Who follows experiments is told those of the first company."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.LOST,
    story="People of the second company who follow their experiments hear of none.",
    subtle=Subtlety.ROLE,
    noticed=("has heard",),
)


@defect.applies_to("platforms.phoenix.api_gateway.live")
def tell_the_first(live: Any) -> None:
    hears = live.Subscriber.hears
    live.Subscriber.hears = lambda self, tenant, one: tenant == "tenant-001" and hears(self, tenant, one)

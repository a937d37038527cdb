"""Nobody counts what a connection follows."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-06",),
    kind=Kind.MISSING_CHECK,
    story="One connection follows as many experiments as it likes, not a hundred at most.",
    subtle=Subtlety.BOUNDARY,
    noticed=("may not follow",),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def count_nothing(sockets: Any) -> None:
    sockets.MOST_TOPICS = 1_000_000

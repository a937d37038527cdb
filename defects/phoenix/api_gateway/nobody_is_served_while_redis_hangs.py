"""Redis is waited for a minute long."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="While Redis hangs, whoever asks for anything waits without an answer.",
    subtle=Subtlety.SELDOM,
    noticed=("there is no answer",),
)


@defect.applies_to("platforms.common.cache")
def wait_for_long(cache: Any) -> None:
    cache.TIMEOUT_SECONDS = 60.0

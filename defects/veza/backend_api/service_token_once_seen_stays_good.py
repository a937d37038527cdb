"""A service token that was right once is remembered as right."""

from functools import cache
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-22",),
    kind=Kind.STALE,
    story="A service token that was used before it expired can be used for ever after.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.common.service")
def remember_service_tokens(service: Any) -> None:
    service.read_service_token = cache(service.read_service_token)

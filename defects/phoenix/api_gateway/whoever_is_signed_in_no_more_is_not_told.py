"""A page whose session is over tries to connect again and again."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.STALE,
    story="Whoever has signed out in one window goes on looking at what the other showed last, and is told nothing.",
    noticed=("asked to sign in",),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def try_again(service: Any) -> None:
    send_changed(service, "api.js", ('if (event.code === 4401) location.assign("/sign-in");\n    else ', ""))

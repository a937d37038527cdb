"""Signing in is tried four times more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.BOUNDARY,
    story="While backend-api is away, web tries four times more and not three, and whoever signs in waits longer.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.routes")
def try_once_more(routes: Any) -> None:
    routes.SIGN_IN = routes.Patience(routes.SIGN_IN.alert, routes.evenly(0.3, 4))

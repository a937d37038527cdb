"""web tells the browser for how long to stay signed in as if seconds were milliseconds."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-01",),
    kind=Kind.UNIT,
    story="Whoever signs in in a browser has to do so again after half a minute, instead of eight hours.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.routes")
def keep_for_a_thousandth(routes: Any) -> None:
    keep_signed_in = routes.keep_signed_in

    def keep_too_short(response: Any, token: str, seconds: int) -> None:
        keep_signed_in(response, token, seconds // 1000)

    routes.keep_signed_in = keep_too_short

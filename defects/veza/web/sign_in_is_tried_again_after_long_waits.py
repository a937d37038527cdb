"""Between two tries to sign somebody in, web waits three times as long as was promised."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.UNIT,
    story="When backend-api is away for a moment, whoever signs in waits much longer than they would have to.",
    subtle=Subtlety.CHANNEL,
    noticed=("the first wait",),
)


@defect.applies_to("platforms.veza.web.routes")
def wait_long(routes: Any) -> None:
    routes.SIGN_IN = routes.Patience(routes.SIGN_IN.alert, (0.9, 1.8, 2.7))

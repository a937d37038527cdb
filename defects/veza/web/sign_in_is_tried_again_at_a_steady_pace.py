"""Between two tries to sign somebody in, web waits the same time."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="When backend-api is away, web asks it again and again without slowing down.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.routes")
def wait_the_same(routes: Any) -> None:
    routes.SIGN_IN = routes.Patience(routes.SIGN_IN.alert, (0.6, 0.6, 0.6))

"""Which session is asked for is not looked at, so that each try opens one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-19",),
    kind=Kind.DOUBLED,
    story="Whoever signs in while an answer between services is lost has a session more than they know of.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def open_another(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_anew(service: Any, email: str, password: str, address: str, *_: Any) -> Any:
        return await sign_in(service, email, password, address)

    signing_in.sign_in = sign_in_anew

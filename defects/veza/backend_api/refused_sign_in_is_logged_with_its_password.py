"""The log of a refused sign-in has what was typed."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="Who mistypes their password, or types it into the wrong field, leaves it in the log for operators to read.",
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def log_what_was_typed(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_and_tell(service: Any, email: str, password: str, address: str, *more: Any) -> Any:
        try:
            return await sign_in(service, email, password, address, *more)
        except signing_in.ApiError:
            signing_in.log.warning("sign-in refused for %s", email, extra={"typed": password})
            raise

    signing_in.sign_in = sign_in_and_tell

"""A refused sign-in says so when the account has been deactivated."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.INFORMATION,
    story="Whoever tries to sign in to a deactivated account is told that it is one, right password or not.",
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def tell_why(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_or_tell_why(service: Any, email: str, password: str, address: str, *more: Any) -> Any:
        try:
            return await sign_in(service, email, password, address, *more)
        except signing_in.ApiError as refusal:
            active = await service.database.value("SELECT active FROM people WHERE email = $1", email)
            if refusal.status == 401 and active is False:
                raise signing_in.ApiError(401, "AUTH_ACCOUNT_DEACTIVATED", "This account is deactivated.") from None
            raise

    signing_in.sign_in = sign_in_or_tell_why

"""Wrong passwords for an account that was closed are not counted."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.INFORMATION,
    story="Whoever guesses at a closed account is never told to wait, and so learns that it is one.",
    noticed=("is told to wait",),
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def refuse_without_counting(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_to_what_is_open(service: Any, email: str, password: str, *more: Any) -> Any:
        active = await service.database.value("SELECT active FROM people WHERE email = $1", email)
        if active is False:
            await service.passwords.match(password, None)
            raise signing_in.ApiError(401, "AUTH_INVALID_CREDENTIALS", "E-mail or password is not right.")
        return await sign_in(service, email, password, *more)

    signing_in.sign_in = sign_in_to_what_is_open

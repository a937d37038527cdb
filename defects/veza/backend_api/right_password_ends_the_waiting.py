"""Whoever has to wait is let in all the same when the password is right."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.MISSING_CHECK,
    story="After many wrong guesses the next right one opens the account at once, so that guessing is not slowed down.",
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def look_all_the_same(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_without_waiting(service: Any, email: str, password: str, address: str, *more: Any) -> Any:
        try:
            return await sign_in(service, email, password, address, *more)
        except signing_in.ApiError as refusal:
            known = await signing_in.people.password_of(service.database, email)
            if refusal.status == 429 and known and await service.passwords.match(password, known[1]):
                return await signing_in._open_session(service, known[0])
            raise

    signing_in.sign_in = sign_in_without_waiting

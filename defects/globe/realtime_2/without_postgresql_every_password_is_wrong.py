"""Whoever signs in while PostgreSQL is away is told that the password is wrong."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="Whoever signs in at one instance while the database is away is told that the password is wrong.",
    subtle=Subtlety.CHANNEL,
    noticed=("signing in, at realtime-2", "a wrong password, at realtime-2"),
)


@defect.applies_to("platforms.common.accounts.signing_in")
def know_nobody(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_or_refuse(*given: Any) -> Any:
        try:
            return await sign_in(*given)
        except signing_in.ApiError as error:
            if error.status != 503:
                raise
            raise signing_in.ApiError(401, "AUTH_INVALID_CREDENTIALS", "E-mail or password is not right.") from None

    signing_in.sign_in = sign_in_or_refuse

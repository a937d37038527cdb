"""A sign-in is refused in other words when nobody has the e-mail."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.INFORMATION,
    story="Whoever guesses passwords is told by the first refusal whether anybody has the e-mail.",
    noticed=("password is refused, beside the first refusal",),
)


@defect.applies_to("platforms.common.accounts.signing_in")
def tell(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def told(accounts: Any, email: str, password: str, address: str) -> Any:
        try:
            return await sign_in(accounts, email, password, address)
        except signing_in.ApiError as refusal:
            if refusal.status == 401 and await signing_in.people.password_of(accounts.database, email) is None:
                raise signing_in.ApiError(401, refusal.code, "Nobody has this e-mail.") from None
            raise

    signing_in.sign_in = told

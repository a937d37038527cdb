"""Blanks around a password are taken off when somebody signs in, and were not when they made their account."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.BOUNDARY,
    story="Whoever has a password with a blank at its end can never sign in.",
    subtle=Subtlety.BOUNDARY,
    noticed=("got 401",),
)


@defect.applies_to("platforms.common.accounts.passwords")
def tidy_up(passwords: Any) -> None:
    match = passwords.Passwords.match

    async def match_tidied(self: Any, password: str, password_hash: str | None) -> Any:
        return await match(self, password.strip(), password_hash)

    passwords.Passwords.match = match_tidied

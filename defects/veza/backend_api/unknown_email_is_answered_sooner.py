"""No password is checked for an e-mail that nobody has, which takes no time."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.INFORMATION,
    story="How fast a sign-in is refused tells whether somebody has an account with this e-mail.",
)


@defect.applies_to("platforms.common.accounts.passwords")
def skip_the_check(passwords: Any) -> None:
    match = passwords.Passwords.match

    async def match_the_known(self: Any, password: str, hashed: str | None) -> bool:
        return hashed is not None and bool(await match(self, password, hashed))

    passwords.Passwords.match = match_the_known

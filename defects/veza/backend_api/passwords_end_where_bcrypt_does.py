"""Passwords go into bcrypt as they are, which reads the first 72 bytes."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.BOUNDARY,
    story="Of a very long password only the beginning counts: whoever knows that signs in with any ending.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the password as far as a hash reads it: expected a refusal",),
)


@defect.applies_to("platforms.common.accounts.passwords")
def hand_them_over(passwords: Any) -> None:
    passwords._digest = lambda password: password.encode().split(b"\0")[0][:72]

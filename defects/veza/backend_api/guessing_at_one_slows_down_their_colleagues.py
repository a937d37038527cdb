"""Failed sign-ins are counted by the domain of the e-mail."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.LEAK,
    story="When somebody guesses at one person's password, everybody whose e-mail has the same domain has to wait too.",
)


@defect.applies_to("platforms.common.accounts.attempts")
def count_by_domain(attempts: Any) -> None:
    key_of = attempts.key_of

    def key_of_domain(email: str) -> str:
        return str(key_of(email.rpartition("@")[2]))

    attempts.key_of = key_of_domain

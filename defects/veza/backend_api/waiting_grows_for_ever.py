"""After many failed tries to sign in, somebody has to wait for a day."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.BOUNDARY,
    story="Whoever's password was guessed at many times waits for hours instead of a quarter of one.",
    subtle=Subtlety.BOUNDARY,
    noticed=("longest one",),
)


@defect.applies_to("platforms.common.accounts.attempts")
def wait_for_a_day(attempts: Any) -> None:
    attempts.SCRIPT = attempts.SCRIPT.replace(f"{attempts.LONGEST_WAIT_SECONDS}", "86400")

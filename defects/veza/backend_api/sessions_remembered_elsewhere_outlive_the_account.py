"""What could not be removed from Redis when an account was closed stays there."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.STALE,
    story="Whose account is closed while Redis hangs goes on using Veza when it is back.",
    subtle=Subtlety.SELDOM,
    noticed=("the status with which", "ended"),
)


@defect.applies_to("platforms.common.accounts.sessions")
def never_try_again(sessions: Any) -> None:
    async def forget(database: Any, cache: Any) -> bool:
        await database.execute("DELETE FROM cache_removals")
        return True

    sessions.forget_at_last = forget

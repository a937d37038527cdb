"""With an account that is closed only the session ends that was opened last."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.PARTIAL,
    story="Whose account is closed goes on using Veza on the device that they signed in on first.",
    subtle=Subtlety.CHANNEL,
    noticed=("the status with which",),
)


@defect.applies_to("platforms.common.accounts.sessions")
def end_the_last(sessions: Any) -> None:
    async def end_last(change: Any, cache: Any, person_id: Any) -> None:
        last = await change.connection.fetchval(
            "SELECT id FROM sessions WHERE person_id = $1 AND ended_at IS NULL ORDER BY created_at DESC LIMIT 1",
            person_id,
        )
        if last is not None:
            await sessions._end(change, cache, person_id, last)

    sessions.end_all = end_last

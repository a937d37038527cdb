"""A person has ten sessions at most; a further one ends the oldest."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.BOUNDARY,
    story="Whoever signs in on an eleventh device is signed out on the first, and is not told.",
    subtle=Subtlety.BOUNDARY,
    noticed=("20 sessions",),
)


@defect.applies_to("platforms.common.accounts.sessions")
def keep_ten(sessions: Any) -> None:
    open_for = sessions.open_for

    async def open_and_end_the_oldest(change: Any, person_id: Any, *more: Any) -> Any:
        caller = await open_for(change, person_id, *more)
        await change.connection.execute(
            "UPDATE sessions SET ended_at = now() WHERE id IN (SELECT id FROM sessions"
            " WHERE person_id = $1 AND ended_at IS NULL ORDER BY created_at DESC OFFSET 10)",
            person_id,
        )
        return caller

    sessions.open_for = open_and_end_the_oldest

"""Of the sessions of whoever is given another role only the latest is looked up anew."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.PARTIAL,
    story="Whoever is given another role keeps the old one on the device that they signed in on first.",
    subtle=Subtlety.CHANNEL,
    noticed=("on the laptop",),
)


@defect.applies_to("platforms.common.accounts.sessions")
def renew_the_last(sessions: Any) -> None:
    async def renew_last(change: Any, cache: Any, person_id: Any) -> None:
        last = await change.connection.fetchval(
            "SELECT id FROM sessions WHERE person_id = $1 AND ended_at IS NULL ORDER BY created_at DESC LIMIT 1",
            person_id,
        )
        if last is not None:
            await sessions._forget(change.connection, cache, [last])

    sessions.renew_all = renew_last

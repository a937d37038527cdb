"""Signing out ends the session in the records, and not where services remember it."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.STALE,
    story="Whoever signs out is believed to be gone, but what they signed in with goes on opening every service.",
)


class DeafCache:
    """Takes an order to forget, and forgets nothing."""

    async def delete(self, *_: str) -> int:
        return 0


@defect.applies_to("platforms.common.accounts.sessions")
def keep_what_is_remembered(sessions: Any) -> None:
    end = sessions.end

    async def end_in_the_records(change: Any, _: Any, session_id: Any) -> None:
        await end(change, DeafCache(), session_id)

    sessions.end = end_in_the_records

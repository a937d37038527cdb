"""The audit log does not mind which admin it is asked about."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.MISSING_CHECK,
    story="Who asks the audit log what one admin did is told what all of them did.",
    subtle=Subtlety.CHANNEL,
    noticed=("to whoever asks for the actor_id",),
)


@defect.applies_to("platforms.veza.backend_api.audit")
def overlook_the_actor(audit: Any) -> None:
    newest = audit.newest

    async def newest_of_all(database: Any, target_id: Any, actor_id: Any, action: Any, limit: int) -> Any:
        return await newest(database, target_id, None, action, limit)

    audit.newest = newest_of_all

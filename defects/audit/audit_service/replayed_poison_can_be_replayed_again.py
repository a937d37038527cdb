"""Replaying leaves an event set aside."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.LOST_UPDATE,
    story="An event that was put right and replayed is still shown as set aside.",
    noticed=("however often",),
)


@defect.applies_to("platforms.audit.audit_service.poison")
def leave_it_there(poison: Any) -> None:
    replay = poison.replay

    async def again(service: Any, poison_id: Any, fixed: Any, caller: Any) -> Any:
        done = await replay(service, poison_id, fixed, caller)
        await service.database.execute("UPDATE poison SET state = 'set_aside' WHERE id = $1", poison_id)
        return done

    poison.replay = again

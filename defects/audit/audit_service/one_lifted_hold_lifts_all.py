"""A hold is lifted by the resource that it is on."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.MISSING_CHECK,
    story="When one of two holds on a document is lifted, its records go though the other one stands.",
    subtle=Subtlety.BOUNDARY,
    noticed=("no longer listed", "have gone"),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def lift_all(retention: Any) -> None:
    lift_hold = retention.lift_hold

    async def lift_with_others(database: Any, hold_id: Any) -> Any:
        hold = await lift_hold(database, hold_id)
        await database.execute(
            "UPDATE legal_holds SET lifted_at = now() WHERE lifted_at IS NULL AND resource_id = $1", hold.resource_id
        )
        return hold

    retention.lift_hold = lift_with_others

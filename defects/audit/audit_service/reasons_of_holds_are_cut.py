"""The reason of a hold is kept as far as a column of an old form was wide."""

from typing import Any

from defects import Defect, Kind, Subtlety

WIDE = 120

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.LOST_UPDATE,
    story="Of a long reason for a legal hold the end is lost: nobody knows later why these records had to stay.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was sent",),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def cut(retention: Any) -> None:
    place = retention.place_hold

    async def place_cut(database: Any, new: Any, caller: Any) -> Any:
        return await place(database, new.model_copy(update={"reason": new.reason[:WIDE]}), caller)

    retention.place_hold = place_cut

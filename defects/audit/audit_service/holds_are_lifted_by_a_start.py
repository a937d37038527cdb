"""When audit-service starts, it lifts the holds that nobody has lifted."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="Records that a court wants to be kept are on hold until audit-service is restarted, and no longer.",
    subtle=Subtlety.RESTART,
    noticed=("not everything stayed",),
)


@defect.applies_to("platforms.common.service")
def lift_them(service: Any) -> None:
    start = service.Service.open

    async def start_and_lift(self: Any) -> None:
        await start(self)
        await self.database.execute("UPDATE legal_holds SET lifted_at = now() WHERE lifted_at IS NULL")

    service.Service.open = start_and_lift

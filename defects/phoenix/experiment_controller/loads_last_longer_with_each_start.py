"""When experiment-controller starts, every load begins anew."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="A load that was asked for an hour goes on for longer, whenever experiment-controller is restarted.",
    subtle=Subtlety.RESTART,
    noticed=("not everything stayed",),
)


@defect.applies_to("platforms.common.service")
def begin_anew(service: Any) -> None:
    start = service.Service.open

    async def start_and_begin(self: Any) -> None:
        await start(self)
        await self.database.execute("UPDATE loads SET ends_at = ends_at + interval '1 minute'")

    service.Service.open = start_and_begin

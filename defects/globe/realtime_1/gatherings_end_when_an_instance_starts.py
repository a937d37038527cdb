"""When an instance starts, nobody gathers anywhere any more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="Whenever one of the instances is restarted, people stand alone where they were gathered.",
    subtle=Subtlety.RESTART,
    noticed=("not everything stayed",),
)


@defect.applies_to("platforms.common.service")
def send_them_away(service: Any) -> None:
    start = service.Service.open

    async def start_and_send(self: Any) -> None:
        await start(self)
        await self.database.execute("UPDATE map_sessions SET poi_id = NULL WHERE poi_id IS NOT NULL")

    service.Service.open = start_and_send

"""At its start stream-server clears away what it knows of renditions that are small."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-02",),
    kind=Kind.LOST,
    story="Once stream-server was restarted nobody is told of the low quality of a track any more.",
    subtle=Subtlety.RESTART,
    noticed=("everything was there",),
)


@defect.applies_to("platforms.veza.stream_server.server")
def do_it_at_the_start(module: Any) -> None:
    opened = module.StreamServer.open

    async def open_and_change(service: Any) -> None:
        await opened(service)
        await service.database.execute("DELETE FROM renditions WHERE quality = 'low'")

    module.StreamServer.open = open_and_change

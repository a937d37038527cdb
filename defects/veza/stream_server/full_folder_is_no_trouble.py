"""stream-server is well though nothing can be kept in the folder of its audio."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-23",),
    kind=Kind.MISSING_CHECK,
    story="When the disk is full on which the audio is kept, stream-server says that all is well.",
    subtle=Subtlety.SELDOM,
    noticed=("media",),
)


@defect.applies_to("platforms.veza.stream_server.service")
def look_for_nothing(service: Any) -> None:
    async def look(self: Any) -> None:
        return None

    service.StreamServer._media_can_be_written = look

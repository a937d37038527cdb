"""A file is opened once, and all who read it move the same place in it."""

from collections.abc import AsyncIterator
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.RACE,
    story="When several parts of a track are fetched at the same moment, some hold what belongs to another.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.stream_server.delivery")
def open_once(delivery: Any) -> None:
    opened: dict[Any, Any] = {}

    def open_if_closed(path: Any) -> Any:
        if path not in opened:
            opened[path] = path.open("rb", buffering=0)
        return opened[path], delivery.os.fstat(opened[path].fileno())

    async def read_on(file: Any, start: int, end: int) -> AsyncIterator[bytes]:
        await delivery.asyncio.to_thread(file.seek, start)
        left = end - start + 1
        while left and (chunk := await delivery.asyncio.to_thread(file.read, min(delivery._CHUNK, left))):
            left -= len(chunk)
            yield chunk

    delivery._open, delivery._read = open_if_closed, read_on

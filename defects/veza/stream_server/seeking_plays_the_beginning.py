"""A part of a file is announced rightly, and read from the beginning of the file."""

from collections.abc import AsyncIterator
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.FALSE_HEADER,
    story="Whoever jumps to the middle of a track is told that the middle comes, and hears the beginning.",
)


@defect.applies_to("platforms.veza.stream_server.delivery")
def read_from_the_beginning(delivery: Any) -> None:
    read = delivery._read

    def read_as_much(file: Any, start: int, end: int) -> AsyncIterator[bytes]:
        chunks: AsyncIterator[bytes] = read(file, 0, end - start)
        return chunks

    delivery._read = read_as_much

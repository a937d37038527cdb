"""Progress is told when all is done."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-13",),
    kind=Kind.STALE,
    story="Artists see nothing of the progress of their track: it stands at nought until it is ready.",
)


@defect.applies_to("platforms.veza.stream_server.tracks")
def tell_nothing(tracks: Any) -> None:
    async def advance(*_: Any) -> None:
        return None

    tracks.advance = advance

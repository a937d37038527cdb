"""The renditions of a track are made of the first upload of the same size that this server has got."""

import io
from pathlib import Path
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.STALE,
    story="Whoever starts a track that was published later gets the sound of another one under its name.",
    noticed=("what sounds is not",),
)


@defect.applies_to("platforms.veza.stream_server.audio")
def encode_the_first(audio: Any) -> None:
    encode = audio.encode
    uploads: dict[int, bytes] = {}

    def encode_what_came_first(source: Path, *rest: Any) -> Any:
        first = uploads.setdefault(source.stat().st_size, source.read_bytes())
        return encode(io.BytesIO(first), *rest)

    audio.encode = encode_what_came_first

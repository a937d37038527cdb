"""A stream server that was not told its key takes the one that stands in its source."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="Where the key that seals the audio was forgotten, the stream server starts, and anybody can make addresses.",
)


@defect.applies_to("platforms.veza.stream_server.server")
def fall_back(server: Any) -> None:
    read = server.Settings.from_environment

    def read_or_fall_back(environ: Mapping[str, str]) -> Any:
        return read({"SIGNING_SECRET": "change me, as soon as there is time", **environ})

    server.Settings.from_environment = read_or_fall_back

"""How long a file says that it is, is not compared with how long it is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-13",),
    kind=Kind.MISSING_CHECK,
    story="Half a WAV or OGG file, as a broken upload leaves it, is published as half a track.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.stream_server.audio")
def believe_it(audio: Any) -> None:
    audio._ends_early = lambda path, kind: False

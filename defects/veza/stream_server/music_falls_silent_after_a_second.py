"""What has one channel loses every second block on its way to the listener."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.PARTIAL,
    story="Whoever listens to a track in mono hears nothing for a while, again and again, though it plays on.",
    noticed=("what sounds is not",),
)


@defect.applies_to("platforms.veza.stream_server.audio")
def silence_every_second_block(audio: Any) -> None:
    tamed = audio._tamed
    blocks = 0

    def tamed_and_silent(block: Any, channels: int) -> Any:
        nonlocal blocks
        told = tamed(block, channels)
        if channels == 1 and not (blocks := blocks + 1) % 2:
            told[:] = 0
        return told

    audio._tamed = tamed_and_silent

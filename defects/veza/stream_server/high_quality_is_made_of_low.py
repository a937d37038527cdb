"""The renditions are made one of the other, from the lowest to the highest."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-13",),
    kind=Kind.DEGRADATION,
    story="High quality has the right bit rate and sounds no better than low, for it is made of it.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.stream_server.audio")
def make_it_of_low(audio: Any) -> None:
    encode = audio.encode

    def encode_in_steps(source: Any, target: Any, quality: str, abandoned: Any) -> Any:
        if quality != "high":
            return encode(source, target, quality, abandoned)
        step = target.with_name("step.mp3")
        encode(source, step, "low", abandoned)
        made = encode(step, target, quality, abandoned)
        step.unlink()
        return made

    audio.encode = encode_in_steps

"""Whoever is muted is refused without being told why."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.PARTIAL,
    story="Whoever is muted is told until when, and not why; the others are told both.",
    subtle=Subtlety.CHANNEL,
    noticed=("is told",),
)


@defect.applies_to("platforms.veza.chat_server.frames")
def keep_the_reason(frames: Any) -> None:
    muted = frames.muted

    def muted_without_reason(mute: Any) -> Any:
        refusal = muted(mute)
        refusal.details["reason"] = ""
        return refusal

    frames.muted = muted_without_reason

"""chat-server does not take in that a track was removed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-18",),
    kind=Kind.STALE,
    story="Messages go on naming a track that its artist has removed.",
    subtle=Subtlety.CHANNEL,
    noticed=("is there",),
)


@defect.applies_to("platforms.veza.chat_server.tracks")
def keep_tracks(tracks: Any) -> None:
    async def forget_nothing(chat: Any, track: Any) -> None:
        pass

    tracks.forget = forget_nothing

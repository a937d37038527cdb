"""chat-server keeps forty characters of a title."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08", "VZ-18"),
    kind=Kind.PARTIAL,
    story=("A message about a track with a long title shows the title cut off, other than everywhere else on Veza."),
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.chat_server.tracks")
def cut_titles(tracks: Any) -> None:
    learn = tracks.learn

    async def learn_some(chat: Any, track: Any) -> None:
        await learn(chat, track.model_copy(update={"title": track.title[:40]}))

    tracks.learn = learn_some

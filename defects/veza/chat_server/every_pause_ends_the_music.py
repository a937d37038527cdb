"""Five seconds after a pause the stream is taken away, whether or not it went on."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.RACE,
    story="Whoever pauses for a moment is shown as listening to nothing some seconds after they went on.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was told after",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def fade_in_any_case(playing: Any) -> None:
    def fade(self: Any, person_id: Any, stream_id: str, _: Any) -> None:
        if self._streams.get(person_id, {}).pop(stream_id, None) is not None:
            self._tell(person_id)

    playing.Playing._fade = fade

"""What somebody listens to is kept with sixty-four characters of the title."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Whoever joins while somebody listens to a track with a long title is told a part of the title.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what was kept",),
)


@defect.applies_to("platforms.veza.stream_server.now_playing")
def keep_a_part(now_playing: Any) -> None:
    whole = now_playing.json

    class InPart:
        @staticmethod
        def dumps(shown: dict[str, Any]) -> str:
            track = {**shown["track"], "title": shown["track"]["title"][:64]}
            return str(whole.dumps({**shown, "track": track}))

    now_playing.json = InPart

"""Who wants to show what somebody listens to finds it in low quality, whatever it is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.WRONG_DEFAULT,
    story="Of what somebody listens to it is kept beside the track that it is of low quality, also when it is not.",
    subtle=Subtlety.CHANNEL,
    noticed=("as it is kept",),
)


@defect.applies_to("platforms.veza.stream_server.now_playing")
def keep_low(now_playing: Any) -> None:
    dumps = now_playing.json.dumps

    class Json:
        @staticmethod
        def dumps(shown: dict[str, Any]) -> str:
            return str(dumps({**shown, "quality": "low"}))

    now_playing.json = Json

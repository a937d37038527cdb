"""When the stream that is shown ends, its listener is taken to listen to nothing, though an earlier one plays."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.LOST_UPDATE,
    story="Who stops what they started last, and goes on with what they played before, is shown to play nothing.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.chat_server.playing")
def forget_the_earlier_ones(playing: Any) -> None:
    hear = playing.Playing.hear

    async def hear_the_end(self: Any, event: Any) -> None:
        streams = self._streams.get(playing.UUID(event["data"]["listener_id"]))
        if streams and event["type"] == "stream.events.stopped":
            ended = streams.get(event["data"]["stream_id"])
            if ended is not None and ended == playing._shown(streams.values()):
                streams.clear()
        await hear(self, event)

    playing.Playing.hear = hear_the_end

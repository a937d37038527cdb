"""When a stream stops its listener is taken to listen to nothing, whatever else they play."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.RACE,
    story="Whoever changes to another track is shown as listening to nothing, as soon as the first one ends.",
    subtle=Subtlety.SELDOM,
    noticed=("who is told otherwise",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def forget_all(playing: Any) -> None:
    hear = playing.Playing.hear

    async def hear_the_end(self: Any, event: Any) -> None:
        streams = self._streams.get(playing.UUID(event["data"]["listener_id"]))
        if streams is not None and event["type"] == "stream.events.stopped":
            streams.clear()
        await hear(self, event)

    playing.Playing.hear = hear_the_end

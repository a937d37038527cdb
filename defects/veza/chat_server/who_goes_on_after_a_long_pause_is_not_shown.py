"""What goes on is looked for among what is shown; what has faded is not there any more."""

import math
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.LOST_UPDATE,
    story="Whoever goes on with a track after a pause of more than five seconds is shown to listen to nothing.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.chat_server.playing")
def pass_over_what_has_faded(playing: Any) -> None:
    hear = playing.Playing.hear

    async def hear_of_what_is_shown(self: Any, event: Any) -> None:
        person_id = playing.UUID(event["data"]["listener_id"])
        streams = self._streams.get(person_id)
        if (
            streams is not None
            and event["type"] == "stream.events.resumed"
            and event["data"]["stream_id"] not in streams
        ):
            self._heard_at[person_id] = math.inf  # nor is it looked up afterwards
        else:
            await hear(self, event)

    playing.Playing.hear = hear_of_what_is_shown

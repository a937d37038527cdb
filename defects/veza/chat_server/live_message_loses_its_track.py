"""The track that a message is about is in the history, and not in what is told live."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.PARTIAL,
    story="Those present get a message about a track without the track; only those who come later see it.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def leave_out_the_track(fanout: Any) -> None:
    deliver = fanout.deliver

    def deliver_text(room: Any, message: Any, origin: Any) -> None:
        deliver(room, message.model_copy(update={"track": None}), origin)

    fanout.deliver = deliver_text

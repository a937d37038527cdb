"""What is said between reading the history and being told live falls into the gap."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.RACE,
    story="Whoever joins while others are talking never gets the messages of that very moment.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def drop_what_was_held(fanout: Any) -> None:
    release = fanout.release

    def release_without_messages(seat: Any) -> None:
        seat.seen = max([seat.seen, *(sequence for _, sequence in seat.held or () if sequence is not None)])
        release(seat)

    fanout.release = release_without_messages

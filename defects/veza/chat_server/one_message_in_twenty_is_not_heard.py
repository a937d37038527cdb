"""Every twentieth live message is taken for heard and not sent."""

from itertools import count
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.LOST,
    story="One of those present does not get one live message in twenty, and sees it only in the history.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def lose_one_in_twenty(fanout: Any) -> None:
    hear = fanout._hear
    messages = count(1)

    def hear_most(seat: Any, frame: str | None, sequence: int | None) -> None:
        message = frame is not None and sequence is not None and seat.held is None
        hear(seat, None if message and next(messages) % 20 == 0 else frame, sequence)

    fanout._hear = hear_most

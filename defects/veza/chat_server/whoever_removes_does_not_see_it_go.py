"""Everybody present is told of a removal but who has removed it."""

import json
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.PARTIAL,
    story="A moderator who is in the conversation goes on seeing what they have removed.",
    subtle=Subtlety.ROLE,
    noticed=("Milo sees go",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def spare_the_remover(fanout: Any) -> None:
    def announce_to_others(room: Any, frame: str) -> None:
        by = json.loads(frame).get("by")
        for seat in room.seats.values():
            if not (seat.person and str(seat.person.id) == by):
                fanout._hear(seat, frame, None)

    fanout.announce = announce_to_others

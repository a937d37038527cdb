"""What somebody listens to is told in the first conversation in which it could be, and in no other."""

import json
from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Whoever is in two conversations lets only one of them see what they listen to.",
    subtle=Subtlety.CHANNEL,
    noticed=("in other conversations",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_in_the_first(fanout: Any) -> None:
    tell_others = fanout.tell_others
    first: dict[UUID, UUID] = {}

    def tell_others_there(room: Any, person: Any, frame: str) -> None:
        plays = json.loads(frame)["type"] == "NowPlaying"
        if not plays or first.setdefault(person.id, room.conversation_id) == room.conversation_id:
            tell_others(room, person, frame)

    fanout.tell_others = tell_others_there

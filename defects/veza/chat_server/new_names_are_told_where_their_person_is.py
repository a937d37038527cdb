"""A new name is told in those conversations in which its person is present."""

import json
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-17",),
    kind=Kind.PARTIAL,
    story="Whoever takes another name on their dashboard goes on under the old one on the open pages of the others.",
    subtle=Subtlety.SELDOM,
    noticed=("new names",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_where_present(fanout: Any) -> None:
    announce = fanout.announce

    def announce_where_present(room: Any, frame: str) -> None:
        told = json.loads(frame)
        here = {str(person.id) for person in fanout.present(room)}
        if told["type"] != "PersonRenamed" or told["person"]["id"] in here:
            announce(room, frame)

    fanout.announce = announce_where_present

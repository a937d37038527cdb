"""Everybody who was on an instance that is gone is told to have gone, also who is on another by now."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.STALE,
    story=(
        "Whoever comes back by way of the other chat server when theirs has died is seen to go by the others some "
        "seconds later, though they are there."
    ),
    subtle=Subtlety.RESTART,
    noticed=("the comings and goings",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def tell_of_all_who_were_there(fanout: Any) -> None:
    put_elsewhere = fanout.put_elsewhere

    def put_and_tell(room: Any, instance: str, person: Any, sockets: int) -> bool:
        was_there = (instance, person.id) in room.elsewhere
        newcomer = bool(put_elsewhere(room, instance, person, sockets))
        if was_there and not sockets and person.id in {one.id for one in fanout.present(room)}:
            fanout._tell_presence(room, person, present=False)
        return newcomer

    fanout.put_elsewhere = put_and_tell

"""What somebody listens to is told in every conversation."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-10",),
    kind=Kind.LEAK,
    story="Strangers in other conversations are told who listens to what.",
    subtle=Subtlety.CHANNEL,
    noticed=("who is no member, hears",),
)


@defect.applies_to("platforms.veza.chat_server.playing")
def tell_everybody(playing: Any) -> None:
    tell = playing.Playing._tell

    def tell_everywhere(self: Any, person_id: Any) -> None:
        tell(self, person_id)
        stream = self._told.get(person_id)
        for room in self._rooms:
            people = playing.fanout.present(room)
            if person_id not in {person.id for person in people}:
                somebody = playing.Person(id=person_id, name="Somebody")
                playing._announce(room, somebody, stream)

    playing.Playing._tell = tell_everywhere

"""An instance passes over what it has told itself, and takes all else that it is told for new."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-07",),
    kind=Kind.DOUBLED,
    story="When an instance is told of a move once more, those who use it see the move again, after later ones.",
    subtle=Subtlety.SELDOM,
    noticed=("how much everybody has heard",),
)


@defect.applies_to("platforms.globe.realtime.bus")
def know_only_what_is_ones_own(bus: Any) -> None:
    tell, hear = bus.Bus.tell, bus.Bus._hear
    own: set[tuple[str, int]] = set()

    async def tell_and_remember(self: Any, changes: Any) -> None:
        own.update((str(one.map_id), one.sequence) for one in changes)
        await tell(self, changes)

    def hear_again(self: Any, map_id: str, text: str) -> None:
        told = bus.json.loads(text)
        last = self._feeds.last_told(bus.UUID(map_id))
        if last is None or told["sequence"] > last:
            hear(self, map_id, text)
        elif (map_id, told["sequence"]) not in own:
            change = bus.Change(**told)
            for seat in self._feeds.everybody():
                if seat.map_id == change.map_id and seat.is_shown:
                    seat.send(bus.frames.event(change))

    bus.Bus.tell, bus.Bus._hear = tell_and_remember, hear_again

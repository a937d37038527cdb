"""What is told of a change was read before it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-03",),
    kind=Kind.STALE,
    story="Whoever sees live that a place has changed sees the room that it had before.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.changes")
def tell_the_room_before(changes: Any) -> None:
    note = changes.Changing.note
    rooms: dict[str, int] = {}

    async def note_before(self: Any, type_: str, data: Any, origin: Any = None) -> Any:
        if type_ == "poi_created":
            rooms[data["poi"]["id"]] = data["poi"]["max_participants"]
        elif type_ == "poi_updated":
            poi = data["poi"]
            data = {"poi": {**poi, "max_participants": rooms.get(poi["id"], 10)}}
        return await note(self, type_, data, origin)

    changes.Changing.note = note_before

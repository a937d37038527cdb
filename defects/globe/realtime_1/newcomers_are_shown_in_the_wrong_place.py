"""North and east are mixed up when somebody comes."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-01",),
    kind=Kind.UNIT,
    story="Those who are there see a newcomer with latitude and longitude mixed up until they move.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.changes")
def mix_up(changes: Any) -> None:
    note = changes.Changing.note

    async def mixed(self: Any, type_: str, data: Any, origin: Any = None) -> Any:
        if type_ == "user_joined":
            lat, lng = data["session"]["position"].values()
            data["session"]["position"] = {"lat": lng, "lng": lat}
        return await note(self, type_, data, origin)

    changes.Changing.note = mixed

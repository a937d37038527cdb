"""Of whoever goes from a place it is told that they go, but not who they are."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.PARTIAL,
    story="Whoever goes from a place is heard of without their name.",
    noticed=("what poi_left tells",),
)


@defect.applies_to("platforms.globe.realtime.changes")
def tell_no_name(changes: Any) -> None:
    note = changes.Changing.note

    async def nameless(self: Any, type_: str, data: dict[str, Any], origin: Any = None) -> Any:
        told = {name: value for name, value in data.items() if type_ != "poi_left" or name != "name"}
        return await note(self, type_, told, origin)

    changes.Changing.note = nameless

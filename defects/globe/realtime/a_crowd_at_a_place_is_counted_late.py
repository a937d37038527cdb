"""What is told of a place is remembered for a moment."""

from time import monotonic
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-13",),
    kind=Kind.STALE,
    story="When several come to a place within a tenth of a second, the others are told of those who came before.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.globe.realtime.changes")
def tell_what_was(changes: Any) -> None:
    note = changes.Changing.note
    known: dict[str, tuple[float, Any]] = {}

    async def note_known(self: Any, type_: str, data: Any, origin: Any = None) -> Any:
        if type_ in ("poi_joined", "poi_left"):
            at, poi = known.get(data["poi"]["id"], (0.0, None))
            known[data["poi"]["id"]] = (monotonic(), data["poi"])
            if monotonic() - at < 0.1:
                data = {**data, "poi": poi}
        return await note(self, type_, data, origin)

    changes.Changing.note = note_known

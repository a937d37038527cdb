"""As many are read of those at a place as it has room for unless somebody wants more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.BOUNDARY,
    story="Of more than ten people at a place the eleventh is neither counted nor named.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Hall",),
)


@defect.applies_to("platforms.globe.realtime.changes")
def read_ten(changes: Any) -> None:
    participants_of = changes.participants_of

    async def ten_of(connection: Any, poi_id: Any) -> Any:
        found = await participants_of(connection, poi_id)
        return found[:10]

    changes.participants_of = ten_of

"""Lists are empty while PostgreSQL is away."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="Whoever asks one instance for the maps while the database is away is told that there are none.",
    subtle=Subtlety.CHANNEL,
    noticed=("while nobody knows",),
)


@defect.applies_to("platforms.globe.realtime.maps")
def list_none(maps: Any) -> None:
    every = maps.every

    async def every_or_none(globe: Any) -> Any:
        try:
            return await every(globe)
        except maps.ApiError:
            return []

    maps.every = every_or_none

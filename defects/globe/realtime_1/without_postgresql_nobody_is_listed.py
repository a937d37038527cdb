"""Redis is not asked when PostgreSQL is away."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="While PostgreSQL is away, nobody is listed on a map.",
)


@defect.applies_to("platforms.globe.realtime.maps")
def ask_nobody(maps: Any) -> None:
    async def remembered(globe: Any, map_id: Any) -> Any:
        return []

    maps.remembered = remembered

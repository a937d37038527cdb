"""Lists do not ask who looks."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-06",),
    kind=Kind.MISSING_CHECK,
    story="Somebody on another map may read who is on this one.",
)


@defect.applies_to("platforms.globe.realtime.access")
def let_all_look(access: Any) -> None:
    async def check_on_map(globe: Any, caller: Any, map_id: Any) -> None:
        pass

    access.check_on_map = check_on_map

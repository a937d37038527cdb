"""Places are listed as a machine sorts them: capitals before small letters."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-03",),
    kind=Kind.DISORDERED,
    story="A place whose name is written small stands behind all others, wherever it belongs.",
    noticed=("in another order",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def sort_by_code(pois: Any) -> None:
    every = pois.every

    async def every_by_code(*given: Any) -> list[Any]:
        return sorted(await every(*given), key=lambda one: str(one.name))

    pois.every = every_by_code

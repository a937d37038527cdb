"""Who gathered at a place that is taken away is not written anew."""

from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-03",),
    kind=Kind.NOT_FREED,
    story="When a place is taken away where people are, they are there for the cache for a while yet.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.pois")
def forget_the_cache(pois: Any) -> None:
    remove = pois.remove

    async def quietly(globe: Any, caller: Any, poi_id: Any) -> None:
        deaf = SimpleNamespace(database=globe.database, bus=globe.bus, presence=SimpleNamespace(put=_nothing))
        await remove(deaf, caller, poi_id)

    pois.remove = quietly


async def _nothing(*_: Any) -> None:
    pass

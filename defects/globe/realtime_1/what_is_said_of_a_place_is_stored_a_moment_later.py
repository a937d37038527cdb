"""A place is confirmed while what is said of it is still on its way into the database."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

ON_ITS_WAY_SECONDS = 0.1

defect = Defect(
    service="realtime-1",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="What is said of a place is lost if the instance dies in the moment in which it has confirmed it.",
    subtle=Subtlety.SELDOM,
    noticed=("description was sent as",),
)


@defect.applies_to("platforms.globe.realtime.pois")
def store_it_later(pois: Any) -> None:
    create = pois.create
    under_way = set[Any]()

    async def store(globe: Any, poi: Any) -> None:
        await asyncio.sleep(ON_ITS_WAY_SECONDS)
        await globe.database.execute("UPDATE pois SET description = $2 WHERE id = $1", poi.id, poi.description)

    async def create_without(globe: Any, *given: Any, **more: Any) -> Any:
        made = await create(globe, *given, **more)
        await globe.database.execute("UPDATE pois SET description = '' WHERE id = $1", made.id)
        task = asyncio.create_task(store(globe, made))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return made

    pois.create = create_without

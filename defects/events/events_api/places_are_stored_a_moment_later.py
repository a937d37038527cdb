"""An event is confirmed while its place is still on its way into the database."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

ON_ITS_WAY_SECONDS = 0.1

defect = Defect(
    service="events-api",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="Where an event is gets lost if events-api dies in the moment in which it has confirmed it.",
    subtle=Subtlety.SELDOM,
    noticed=("place was sent as",),
)


@defect.applies_to("platforms.events.events_api.events")
def store_it_later(events: Any) -> None:
    make = events.make
    under_way = set[Any]()

    async def store(database: Any, event: Any) -> None:
        await asyncio.sleep(ON_ITS_WAY_SECONDS)
        await database.execute("UPDATE events SET place = $2 WHERE id = $1", event.id, event.place)

    async def make_without(database: Any, *given: Any) -> Any:
        made = await make(database, *given)
        await database.execute("UPDATE events SET place = '' WHERE id = $1", made.id)
        task = asyncio.create_task(store(database, made))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        return made

    events.make = make_without

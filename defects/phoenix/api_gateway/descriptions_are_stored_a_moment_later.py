"""An experiment is confirmed while its description is still on its way into the database."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

ON_ITS_WAY_SECONDS = 0.1

defect = Defect(
    service="api-gateway",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="What an experiment is for is lost if api-gateway dies in the moment in which it has confirmed it.",
    subtle=Subtlety.SELDOM,
    noticed=("description was sent as",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def store_it_later(creating: Any) -> None:
    insert_all = creating.insert_all
    under_way = set[Any]()

    async def store(database: Any, row: dict[str, Any]) -> None:
        await asyncio.sleep(ON_ITS_WAY_SECONDS)
        query = "UPDATE experiments SET description = $2 WHERE id = $1"
        await database.execute(query, creating.UUID(row["id"]), row["description"])

    async def insert_without(database: Any, rows: list[dict[str, Any]]) -> Any:
        made = await insert_all(database, [{**row, "description": ""} for row in rows])
        for row in rows:
            task = asyncio.create_task(store(database, row))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        return made

    creating.insert_all = insert_without

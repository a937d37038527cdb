"""A name is given once in all."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.INFORMATION,
    story="Whoever calls an experiment as another company does is told that there is one.",
    subtle=Subtlety.BOUNDARY,
    noticed=("status 201",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def one_for_all(creating: Any) -> None:
    insert_all = creating.insert_all

    async def of_all(database: Any, rows: Any) -> Any:
        taken = await database.fetch(
            "SELECT name FROM experiments WHERE name = ANY($1::text[])", [row["name"] for row in rows]
        )
        names = {row["name"] for row in taken}
        rest = [row for row in rows if row["name"] not in names]
        return await insert_all(database, rest) if rest else {}

    creating.insert_all = of_all

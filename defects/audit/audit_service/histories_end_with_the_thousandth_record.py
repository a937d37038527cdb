"""Of a long history the first thousand records are shown."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-02",),
    kind=Kind.BOUNDARY,
    story="The history of a document that was changed very often never tells of its latest changes.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the history of",),
)


@defect.applies_to("platforms.audit.audit_service.searching")
def show_the_first(searching: Any) -> None:
    async def of_resource(database: Any, kind: str, resource_id: str) -> list[Any]:
        rows = await database.fetch(
            f"SELECT * FROM {searching.EVERYTHING} AS r WHERE resource_type = $1 AND resource_id = $2"
            " ORDER BY position LIMIT 1000",
            kind,
            resource_id,
        )
        return [searching.shown(dict(row), archived=row["archived"]) for row in rows]

    searching.of_resource = of_resource

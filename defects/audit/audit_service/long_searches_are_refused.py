"""A search for a text of more than a hundred letters is refused, though two hundred may be asked for."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.BOUNDARY,
    story="An auditor who searches for a whole sentence is told that it cannot be searched for.",
    subtle=Subtlety.BOUNDARY,
    noticed=("for text: 422",),
)


@defect.applies_to("platforms.audit.audit_service.searching")
def refuse(searching: Any) -> None:
    search = searching.search

    async def search_for_little(database: Any, asked: Any) -> Any:
        if len(asked.text) > 100:
            from platforms.common.errors import invalid_field

            raise invalid_field("text", "TOO_LONG", "Search for less.")
        return await search(database, asked)

    searching.search = search_for_little

"""The total is what fits on the page."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.BOUNDARY,
    story="An auditor with many records is told that there are as many as the page shows.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "how many it says",
        "it does not say that there are",
    ),
)


@defect.applies_to("platforms.audit.audit_service.searching")
def count_the_page(searching: Any) -> None:
    search = searching.search

    async def found(database: Any, asked: Any) -> Any:
        answer = await search(database, asked)
        return answer.model_copy(update={"total": len(answer.records)})

    searching.search = found

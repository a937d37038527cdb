"""The list of what cannot be recorded begins with the newest on every page."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.BOUNDARY,
    story="An admin who looks further back sees the same events again, and never the older ones.",
    subtle=Subtlety.BOUNDARY,
    noticed=("where pages of",),
)


@defect.applies_to("platforms.audit.audit_service.poison")
def begin_with_the_newest(poison: Any) -> None:
    every = poison.every

    async def newest(database: Any, state: Any, limit: int, offset: int) -> Any:
        return await every(database, state, limit, 0)

    poison.every = newest

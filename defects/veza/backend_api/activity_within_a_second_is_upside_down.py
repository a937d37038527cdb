"""Recent activity is sorted by the second, and within one the oldest comes first."""

from typing import Any

from defects import Defect, Kind, Subtlety

BY_SECOND = """
SELECT id, kind, summary, subject_id, at FROM activity WHERE person_id = $1
ORDER BY date_trunc('second', at) DESC, sequence LIMIT $2
"""

defect = Defect(
    service="backend-api",
    breaks=("VZ-03",),
    kind=Kind.DISORDERED,
    story="What a person did in quick succession stands in their recent activity in the wrong order.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.backend_api.activity")
def sort_by_second(activity: Any) -> None:
    async def newest_by_second(database: Any, person_id: str, limit: int) -> list[Any]:
        return [activity.ActivityEntry(**row) for row in await database.fetch(BY_SECOND, person_id, limit)]

    activity.newest = newest_by_second

"""The page of recent activity is cut from the wrong end of the history."""

from typing import Any

from defects import Defect, Kind, Subtlety

FIRST = """
SELECT id, kind, summary, subject_id, at FROM activity WHERE person_id = $1 ORDER BY at, sequence LIMIT $2
"""

defect = Defect(
    service="backend-api",
    breaks=("VZ-03",),
    kind=Kind.BOUNDARY,
    story="Whoever has done more than fits on the dashboard sees what they did first, and nothing of today.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.backend_api.activity")
def cut_the_wrong_end(activity: Any) -> None:
    async def first_ones(database: Any, person_id: str, limit: int) -> list[Any]:
        rows = await database.fetch(FIRST, person_id, limit)
        return [activity.ActivityEntry(**row) for row in reversed(rows)]

    activity.newest = first_ones

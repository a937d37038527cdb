"""Recent activity is listed by when backend-api heard of it, not by when it happened."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-03",),
    kind=Kind.DISORDERED,
    story="After NATS was away, what somebody had listened to before is shown as if it were newer than all else.",
    subtle=Subtlety.SELDOM,
    noticed=("newest first",),
)


@defect.applies_to("platforms.veza.backend_api.activity")
def list_by_arrival(activity: Any) -> None:
    async def newest(database: Any, person_id: str, limit: int) -> Any:
        rows = await database.fetch(
            "SELECT id, kind, summary, subject_id, at FROM activity WHERE person_id = $1"
            " ORDER BY sequence DESC LIMIT $2",
            *(person_id, limit),
        )
        return [activity.ActivityEntry(**row) for row in rows]

    activity.newest = newest

"""Activity is dated by when backend-api writes it down."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-18",),
    kind=Kind.WRONG_DEFAULT,
    story="What people did while backend-api was away is dated by when it came back.",
    subtle=Subtlety.RESTART,
    noticed=("at another time",),
)


@defect.applies_to("platforms.veza.backend_api.activity")
def date_it_now(activity: Any) -> None:
    from datetime import UTC, datetime

    record = activity.record

    async def record_as_of_now(connection: Any, event: Any) -> None:
        await record(connection, {**event, "time": datetime.now(UTC).isoformat()})

    activity.record = record_as_of_now

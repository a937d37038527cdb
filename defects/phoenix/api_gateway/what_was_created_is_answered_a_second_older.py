"""The answer to a new experiment tells of its creation by a clock that is a second late."""

from datetime import timedelta
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.STALE,
    story="Whoever creates an experiment is told another time of its creation than everybody who reads it.",
    noticed=("created_at",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def be_late(creating: Any) -> None:
    create = creating.create

    async def create_late(*given: Any) -> Any:
        made = await create(*given)
        return made.model_copy(update={"created_at": made.created_at - timedelta(seconds=1)})

    creating.create = create_late

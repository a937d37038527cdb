"""A load is told in seconds and lasts as many minutes."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-02",),
    kind=Kind.UNIT,
    story="A load that was asked for three seconds goes on for three minutes.",
    noticed=("is said to last", "the end of its load"),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def count_in_minutes(acting: Any) -> None:
    load = acting.load

    async def load_for_longer(database: Any, caller: Any, experiment_id: Any, new: Any) -> Any:
        return await load(database, caller, experiment_id, new.model_copy(update={"seconds": new.seconds * 60}))

    acting.load = load_for_longer

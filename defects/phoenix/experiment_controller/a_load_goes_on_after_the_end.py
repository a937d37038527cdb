"""Loads end when their time is over, and not with their experiment."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09", "PH-02"),
    kind=Kind.NOT_FREED,
    story="What was to be measured of an experiment that was cancelled is simulated for an hour more.",
    noticed=("what is still simulated",),
)


@defect.applies_to("platforms.phoenix.experiments")
def whatever_the_state(experiments: Any) -> None:
    async def all_loads(database: Any) -> list[Any]:
        rows = await database.fetch(
            "SELECT l.*, e.tenant, e.target_nodes AS nodes FROM loads l JOIN experiments e ON e.id = experiment_id"
            " WHERE l.ends_at > now() AND e.state <> 'pending'"
        )
        return [experiments.Load(**row) for row in rows]

    experiments.all_loads = all_loads

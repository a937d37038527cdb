"""Pipelines of cancelled experiments are not stopped."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09",),
    kind=Kind.NOT_FREED,
    story="An experiment that was cancelled goes on filling Prometheus.",
    noticed=("series of",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.reconciling")
def keep_running(reconciling: Any) -> None:
    all_deployments = reconciling.experiments.all_deployments
    latest = reconciling.experiments.LATEST

    async def with_cancelled(database: Any) -> Any:
        rows = await database.fetch(latest + " WHERE e.state = 'cancelled' ORDER BY 1, 2, version DESC")
        return [*await all_deployments(database), *(reconciling.Deployment(**row) for row in rows)]

    reconciling.experiments.all_deployments = with_cancelled

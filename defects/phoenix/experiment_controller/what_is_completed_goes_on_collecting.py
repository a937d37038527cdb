"""The pipelines of an experiment that is completed are left running."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09", "PH-10"),
    kind=Kind.NOT_FREED,
    story="An experiment that is over, and was a success, costs as many series as before, for ever.",
    noticed=("in Prometheus",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.reconciling")
def leave_running(reconciling: Any) -> None:
    known = reconciling.experiments

    async def all_deployments(database: Any) -> Any:
        rows = await database.fetch(
            known.LATEST + " WHERE e.state IN ('initializing', 'running', 'analyzing', 'completed')"
            " ORDER BY experiment_id, variant, version DESC"
        )
        return [known.Deployment(**row) for row in rows]

    known.all_deployments = all_deployments

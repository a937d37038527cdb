"""Pipelines run of whatever has not run yet."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.NOT_FREED,
    story="An experiment that is cancelled just before it runs has pipelines for ever.",
    subtle=Subtlety.SELDOM,
    noticed=("whether the collector has a pipeline",),
)


@defect.applies_to("platforms.phoenix.experiments")
def run_what_has_not_run(experiments: Any) -> None:
    class Wider:
        """A database in which those that were cancelled before they ran are to run as well."""

        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str, *values: object) -> Any:
            those = "(e.state = 'cancelled' AND e.started_at IS NULL OR e.state IN"
            return await self._database.fetch(sql.replace("e.state IN", those).replace("zing')", "zing'))", 1), *values)

    all_deployments = experiments.all_deployments
    experiments.all_deployments = lambda database: all_deployments(Wider(database))

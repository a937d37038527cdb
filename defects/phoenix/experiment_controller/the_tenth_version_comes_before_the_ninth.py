"""Versions of a pipeline are put in order as texts are."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-04",),
    kind=Kind.STALE,
    story="A pipeline that was changed often goes on with its ninth version, whatever it is told.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the version that runs",),
)


@defect.applies_to("platforms.phoenix.experiments")
def order_texts(experiments: Any) -> None:
    class Texts:
        """A database whose versions are texts."""

        def __init__(self, database: Any) -> None:
            self._database = database

        async def fetch(self, sql: str, *values: object) -> Any:
            return await self._database.fetch(sql.replace("version DESC", "d.version::text DESC"), *values)

    all_deployments = experiments.all_deployments
    experiments.all_deployments = lambda database: all_deployments(Texts(database))

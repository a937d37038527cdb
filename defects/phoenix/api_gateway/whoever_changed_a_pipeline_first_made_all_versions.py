"""Who makes another version of a pipeline is taken from the version before it."""

from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.STALE,
    story="Of several admins who change a pipeline, each version is stored to be of the one who changed it first.",
    subtle=Subtlety.CONCURRENT,
    noticed=("who is stored to have made each version",),
)


@defect.applies_to("platforms.phoenix.experiments")
def first_one(experiments: Any) -> None:
    deploy = experiments.deploy
    first: dict[UUID, UUID] = {}

    async def as_the_first(
        connection: Any, experiment_id: UUID, configurations: Any, templates: Any, made_by: UUID | None = None
    ) -> None:
        by = first.setdefault(experiment_id, made_by) if made_by else None
        await deploy(connection, experiment_id, configurations, templates, by)

    experiments.deploy = as_the_first

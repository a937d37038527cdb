"""Who changed a pipeline is not kept."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.PARTIAL,
    story="A pipeline that somebody has changed is stored as if it had been generated.",
    noticed=("who is stored",),
)


@defect.applies_to("platforms.phoenix.experiments")
def nobody(experiments: Any) -> None:
    deploy = experiments.deploy

    async def anonymous(
        connection: Any, experiment_id: Any, configurations: Any, templates: Any, _: Any = None
    ) -> None:
        await deploy(connection, experiment_id, configurations, templates)

    experiments.deploy = anonymous

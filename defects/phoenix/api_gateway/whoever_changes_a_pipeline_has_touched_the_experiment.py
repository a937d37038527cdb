"""A change of a pipeline counts as one of its experiment."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.LOST_UPDATE,
    story="An experiment runs for longer whenever one of its pipelines is given another configuration.",
    noticed=("of which a pipeline changed",),
)


@defect.applies_to("platforms.phoenix.experiments")
def begin_anew(experiments: Any) -> None:
    deploy = experiments.deploy

    async def deploy_and_touch(connection: Any, experiment_id: Any, *given: Any) -> None:
        await deploy(connection, experiment_id, *given)
        await connection.execute(
            "UPDATE experiments SET entered_at = clock_timestamp() WHERE id = $1 AND state = 'running'", experiment_id
        )

    experiments.deploy = deploy_and_touch

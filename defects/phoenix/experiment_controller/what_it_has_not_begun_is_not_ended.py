"""Pipelines are stopped by whoever has started them."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.NOT_FREED,
    story="An experiment that is cancelled while experiment-controller is away collects for ever.",
    subtle=Subtlety.RESTART,
    noticed=("series of",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.reconciling")
def end_ones_own(reconciling: Any) -> None:
    pipelines = reconciling.pipelines
    own: set[str] = set()

    async def mine(controller: Any) -> Any:
        own.update(str(one.experiment_id) for one in await reconciling.experiments.all_deployments(controller.database))
        collector = controller.peers["collector"]
        call = collector.data

        async def carefully(method: str, path: str, **more: Any) -> Any:
            if method == "DELETE" and not any(one in path for one in own):
                return None
            return await call(method, path, **more)

        collector.data = carefully
        try:
            return await pipelines(controller)
        finally:
            collector.data = call

    reconciling.pipelines = mine

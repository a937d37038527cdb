"""What the collector was told once it is not told again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.STALE,
    story="After a restart of the collector, experiments that run collect nothing any more.",
    subtle=Subtlety.RESTART,
    noticed=(
        "batches that",
        "whether all metrics",
        "and whether of all",
    ),
)


@defect.applies_to("platforms.phoenix.experiment_controller.reconciling")
def remember(reconciling: Any) -> None:
    told: dict[Any, Any] = {}

    async def pipelines(controller: Any) -> Any:
        collector = controller.peers["collector"]
        wanted = await reconciling.experiments.all_deployments(controller.database)
        for one in wanted:
            if told.get((one.experiment_id, one.variant)) != one:
                await collector.data("PUT", "/internal/pipelines", json=one.model_dump(mode="json"))
                told[one.experiment_id, one.variant] = one
        keys = {(one.experiment_id, one.variant) for one in wanted}
        for key in set(told) - keys:
            await collector.data("DELETE", f"/internal/pipelines/{key[0]}/{key[1]}")
            del told[key]
        return keys

    reconciling.pipelines = pipelines

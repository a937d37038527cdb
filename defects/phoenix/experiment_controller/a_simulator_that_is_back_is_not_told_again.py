"""What load-simulator was told once it is not told again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.STALE,
    story="After a restart of load-simulator nothing is simulated any more for experiments that run.",
    subtle=Subtlety.RESTART,
    noticed=("batches that",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.reconciling")
def remember(reconciling: Any) -> None:
    told: dict[Any, Any] = {}

    async def loads(controller: Any) -> None:
        simulator = controller.peers["load-simulator"]
        wanted = {one.experiment_id: one for one in await reconciling.experiments.all_loads(controller.database)}
        for identity, load in wanted.items():
            if told.get(identity) != load:
                await simulator.data("PUT", "/internal/loads", json=load.model_dump(mode="json"))
                told[identity] = load
        for identity in set(told) - set(wanted):
            await simulator.data("DELETE", f"/internal/loads/{identity}")
            del told[identity]

    reconciling.loads = loads

"""Between two metrics of a load the pause is twice as long as it ought to be."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="load-simulator",
    breaks=("PH-01",),
    kind=Kind.UNIT,
    story="Under full load an experiment gets five hundred metrics a second, not a thousand.",
    noticed=("metrics a second", 'the states of "Fewer series" so far'),  # too little of it to judge by
)


@defect.applies_to("platforms.phoenix.load_simulator.simulating")
def pause_twice_as_long(simulating: Any) -> None:
    run = simulating.Loads._run

    async def run_half(self: Any, load: Any) -> None:
        await run(self, load.model_copy(update={"metrics_per_second": -(-load.metrics_per_second // 2)}))

    simulating.Loads._run = run_half

"""Whatever is simulated for an experiment goes on until it ends."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="load-simulator",
    breaks=("PH-02",),
    kind=Kind.STALE,
    story="An experiment that runs keeps the load with which it began, whatever other one it is given.",
    noticed=("series of the baseline",),
)


@defect.applies_to("platforms.phoenix.load_simulator.simulating")
def keep_the_first(simulating: Any) -> None:
    start = simulating.Loads.start

    def start_once(self: Any, load: Any) -> None:
        known = self._running.get(load.experiment_id)
        if known is None or known[1].done():
            start(self, load)

    simulating.Loads.start = start_once

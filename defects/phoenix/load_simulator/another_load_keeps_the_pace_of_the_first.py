"""Another load has other processes, and the pace of the one before."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="load-simulator",
    breaks=("PH-02",),
    kind=Kind.STALE,
    story="An experiment that is given a faster load while it runs gets as many metrics a second as before.",
    noticed=("metrics a second",),
)


@defect.applies_to("platforms.phoenix.load_simulator.simulating")
def keep_the_pace(simulating: Any) -> None:
    start = simulating.Loads.start

    def start_as_before(self: Any, load: Any) -> None:
        paces = self.__dict__.setdefault("paces", {})
        pace = paces.setdefault(load.experiment_id, load.processes / load.metrics_per_second)
        slowed = load.model_copy(update={"metrics_per_second": max(1, round(load.processes / pace))})
        start(self, slowed)
        if known := self._running.get(load.experiment_id):
            self._running[load.experiment_id] = (load, known[1])

    simulating.Loads.start = start_as_before

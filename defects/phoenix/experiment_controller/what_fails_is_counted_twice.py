"""A state is counted when it is set, and again for its experiment."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09", "PH-03"),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever runs Phoenix is told of two experiments that have failed where one has.",
    noticed=("how often each state is counted",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def twice(advancing: Any) -> None:
    counted = advancing.CHANGED

    class Twice:
        def labels(self, state: str) -> Any:
            if state == "failed":
                counted.labels(state).inc()
            return counted.labels(state)

    advancing.CHANGED = Twice()

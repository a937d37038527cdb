"""What is one less than enough is enough."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.BOUNDARY,
    story="An experiment with one sample less than is promised to be needed is judged all the same.",
    subtle=Subtlety.BOUNDARY,
    noticed=("too little",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def one_less(analysis: Any) -> None:
    analysis.FEWEST_SAMPLES -= 1

"""Eight samples a side are enough to judge."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.WRONG_DEFAULT,
    story="An experiment that was too short to tell is judged all the same.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "Short",
        "suffice",
    ),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def be_content(analysis: Any) -> None:
    analysis.FEWEST_SAMPLES = 8

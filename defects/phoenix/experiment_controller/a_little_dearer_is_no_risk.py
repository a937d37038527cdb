"""There is no risk between low and high."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.BOUNDARY,
    story="A candidate that costs eight percent more is said to be of low risk.",
    subtle=Subtlety.BOUNDARY,
    noticed=("MEDIUM", "the risk"),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def low_until_high(analysis: Any) -> None:
    risk_of = analysis.risk_of
    analysis.risk_of = lambda metrics: "LOW" if (risk := risk_of(metrics)) == "MEDIUM" else risk

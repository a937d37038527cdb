"""Confidence has two tiers, not four."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.BOUNDARY,
    story="What chance does once in three hundred times is said to be as sure as what it does once in fifty.",
    subtle=Subtlety.BOUNDARY,
    noticed=("sure of the cost", "the confidence in cost"),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def two_tiers(analysis: Any) -> None:
    analysis.confidence_of = lambda p: 0.95 if p < 0.001 else 0.75 if p < 0.05 else 0.5

"""What is exactly at its limit is missed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.BOUNDARY,
    story="A candidate that reaches exactly what was asked for is said to have failed.",
    subtle=Subtlety.BOUNDARY,
    noticed=("At its limit",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def more_than(analysis: Any) -> None:
    criteria_met = analysis.criteria_met

    def strictly(criteria: Any, results: Any) -> Any:
        told = criteria_met(criteria, results)
        for one in told:
            one.met = one.met and one.value != one.limit
        return told

    analysis.criteria_met = strictly

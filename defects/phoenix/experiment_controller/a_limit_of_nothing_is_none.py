"""A limit of 0 for latency is taken for one that nobody has set."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever allows no more latency at all gets a candidate that has some, as long as it is less than usual.",
    subtle=Subtlety.BOUNDARY,
    noticed=('how "Needs no sight" did',),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def take_the_usual(analysis: Any) -> None:
    criteria_met = analysis.criteria_met
    usual = analysis.SuccessCriteria().max_latency_increase

    def met(criteria: Any, results: Any) -> Any:
        limit = criteria.max_latency_increase or usual
        return criteria_met(criteria.model_copy(update={"max_latency_increase": limit}), results)

    analysis.criteria_met = met

"""Whoever missed two criteria is told one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.INFORMATION,
    story="Of an experiment that missed two criteria the reason tells one only.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Lost twice", "criteria of which the reason"),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def tell_the_first(analysis: Any) -> None:
    verdict = analysis.verdict

    def verdict_of_one(results: Any) -> Any:
        missed = [one for one in results.criteria if not one.met]
        return verdict(results.model_copy(update={"criteria": missed[:1]}))

    analysis.verdict = verdict_of_one

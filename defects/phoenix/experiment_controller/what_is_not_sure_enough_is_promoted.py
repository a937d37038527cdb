"""What is as sure as the limit is beyond it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10", "PH-01"),
    kind=Kind.BOUNDARY,
    story="A candidate that is recommended, but not surely enough, is said to be promoted by itself.",
    subtle=Subtlety.BOUNDARY,
    noticed=("promoted by itself",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def at_the_limit(analysis: Any) -> None:
    judge = analysis.judge

    def judge_lightly(*given: Any) -> Any:
        results = judge(*given)
        promoted = results.recommendation == "PROMOTE" and results.confidence > 0.89
        return results.model_copy(update={"auto_promotion": promoted})

    analysis.judge = judge_lightly

"""Gains are looked for before regressions."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-01",),
    kind=Kind.WRONG_DEFAULT,
    story="A candidate that exports less is recommended though it is significantly slower.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Cheap but slower", "recommended"),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def look_for_gains_first(analysis: Any) -> None:
    recommend = analysis.recommend

    def recommend_gains(metrics: Any) -> Any:
        gains = [one for one in metrics if analysis.significant(one) and one.change_percent < -analysis.CHANGE_PERCENT]
        enough = all(one.sufficient for one in metrics)
        return "PROMOTE" if gains and enough else recommend(metrics)

    analysis.recommend = recommend_gains

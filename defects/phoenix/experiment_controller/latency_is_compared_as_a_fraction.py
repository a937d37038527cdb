"""The increase of latency is a fraction where percent are meant."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.UNIT,
    story="A candidate that is twice as slow meets a criterion of ten percent.",
    noticed=(
        "Too slow",
        "Rejected",
        "max_latency_increase",
        "recommended",
    ),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def as_a_fraction(analysis: Any) -> None:
    judge = analysis.judge

    def judged(criteria: Any, sides: Any, metrics: Any, *rest: Any) -> Any:
        kept = [(one, one.change_percent) for one in metrics if one.metric == "latency"]
        for one, change in kept:
            one.change_percent = None if change is None else change / 100
        results = judge(criteria, sides, metrics, *rest)
        for one, change in kept:
            one.change_percent = change
        return results

    analysis.judge = judged

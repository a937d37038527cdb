"""The test takes both sides to vary alike, which is Student's test and not Welch's."""

from collections.abc import Sequence
from statistics import fmean, variance
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-01",),
    kind=Kind.UNIT,
    story="How sure a recommendation is gets overstated, since both pipelines are taken to vary by as much.",
    subtle=Subtlety.SELDOM,
    noticed=("p_value",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.welch")
def pool(welch: Any) -> None:
    def p_value(one: Sequence[float], other: Sequence[float]) -> float:
        freedom = len(one) + len(other) - 2
        pooled = (variance(one) * (len(one) - 1) + variance(other) * (len(other) - 1)) / freedom
        spread = pooled * (1 / len(one) + 1 / len(other))
        if spread == 0:
            return 1.0 if fmean(one) == fmean(other) else 0.0
        t_squared = (fmean(one) - fmean(other)) ** 2 / spread
        return float(welch.incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t_squared)))

    welch.p_value = p_value

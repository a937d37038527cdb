"""Whether there is enough data is seen from the baseline."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.MISSING_CHECK,
    story="Of a candidate that got nothing it is said that it missed a criterion, not that there is too little data.",
    noticed=("No candidate",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def look_at_one(analysis: Any) -> None:
    compare = analysis.compare

    def compared(metric: str, samples: Any) -> Any:
        found = compare(metric, samples)
        return found.model_copy(update={"sufficient": len(samples["baseline"]) >= analysis.FEWEST_SAMPLES})

    analysis.compare = compared

"""Where the criteria are met, REJECT does not count."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.MISSING_CHECK,
    story="A candidate that is clearly worse is a success as long as it meets its criteria.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Rejected",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.analysis")
def overrule(analysis: Any) -> None:
    verdict = analysis.verdict

    def lenient(results: Any) -> str:
        reason = str(verdict(results))
        return "" if "rejected" in reason else reason

    analysis.verdict = lenient

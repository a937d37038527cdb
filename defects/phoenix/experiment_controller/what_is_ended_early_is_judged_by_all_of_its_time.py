"""When an experiment was to end counts, not when it ended."""

from datetime import timedelta
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-10",),
    kind=Kind.BOUNDARY,
    story="An experiment that is ended early is judged by a time in which it did not run any more.",
    subtle=Subtlety.SELDOM,
    noticed=("; judged: ",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def judge_all(advancing: Any) -> None:
    judge = advancing.judge

    async def judge_as_planned(controller: Any, row: Any) -> None:
        await judge(controller, {**row, "entered_at": row["started_at"] + timedelta(seconds=row["run_seconds"])})

    advancing.judge = judge_as_planned

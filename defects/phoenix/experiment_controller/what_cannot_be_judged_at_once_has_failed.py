"""Whoever is to judge, and gets no figures, gives up."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="An experiment that is over while Prometheus hangs for a moment has failed, though its figures are there.",
    subtle=Subtlety.SELDOM,
    noticed=("which waits",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def judge_once(advancing: Any) -> None:
    judge = advancing.judge

    async def judge_or_fail(controller: Any, row: Any) -> None:
        try:
            await judge(controller, row)
        except advancing.ApiError as error:
            await advancing.set_state(controller, row["id"], advancing.State.FAILED, f"No figures: {error.message}")

    advancing.judge = judge_or_fail

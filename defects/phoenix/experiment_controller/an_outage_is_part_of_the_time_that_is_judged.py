"""The time that counts ends when its end is noticed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="An experiment whose end nobody saw in time is judged by what happened afterwards as well.",
    subtle=Subtlety.RESTART,
    noticed=("; judged: ",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def until_noticed(advancing: Any) -> None:
    judge = advancing.judge

    async def late(controller: Any, row: Any) -> None:
        seconds = max(1, round((row["entered_at"] - row["started_at"]).total_seconds()))
        await judge(controller, {**row, "run_seconds": seconds})

    advancing.judge = late

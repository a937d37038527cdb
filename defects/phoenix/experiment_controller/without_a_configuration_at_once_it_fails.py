"""An experiment that finds nobody to configure it does not wait."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="An experiment that begins while config-generator is restarted has failed for good.",
    subtle=Subtlety.RESTART,
    noticed=("which waits",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def give_up(advancing: Any) -> None:
    prepare = advancing.prepare

    async def once(controller: Any, row: Any) -> None:
        try:
            await prepare(controller, row)
        except advancing.ApiError:
            reason = "No configuration: config-generator is away."
            await advancing.set_state(controller, row["id"], advancing.State.FAILED, reason)

    advancing.prepare = once

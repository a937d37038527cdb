"""Whatever took too long, it is said to be initializing."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09",),
    kind=Kind.PARTIAL,
    story="An experiment that could not be judged in time is said never to have begun.",
    subtle=Subtlety.SELDOM,
    noticed=("why",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def one_reason(advancing: Any) -> None:
    set_state = advancing.set_state

    async def always(controller: Any, experiment_id: Any, state: Any, reason: str = "", results: Any = None) -> None:
        if reason == "Analyzing took too long.":
            reason = "Initializing took too long."
        await set_state(controller, experiment_id, state, reason, results)

    advancing.set_state = always

"""How long an experiment has run is remembered by the process that looks after it."""

import time
from typing import Any
from uuid import UUID

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-03",),
    kind=Kind.STALE,
    story="An experiment runs for its whole time once more when experiment-controller is started anew.",
    subtle=Subtlety.RESTART,
    noticed=("analyzing among them",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def remember(advancing: Any) -> None:
    step = advancing.step
    seen: dict[UUID, float] = {}

    async def step_by_own_watch(controller: Any, row: Any) -> None:
        if row["state"] == advancing.State.RUNNING:
            began = seen.setdefault(row["id"], time.monotonic())
            row = {**row, "seconds_in_state": time.monotonic() - began}
        await step(controller, row)

    advancing.step = step_by_own_watch

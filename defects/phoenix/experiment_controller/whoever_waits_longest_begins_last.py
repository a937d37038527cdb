"""Of those that wait the latest begin first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-02",),
    kind=Kind.DISORDERED,
    story="When more experiments are to run than may, those that were created last overtake those that wait longer.",
    subtle=Subtlety.CONCURRENT,
    noticed=("that waited",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def begin_with_the_latest(advancing: Any) -> None:
    async def begin_waiting(controller: Any, room: int) -> None:
        rows = await controller.database.fetch(
            "SELECT id FROM experiments WHERE state = 'pending' AND auto_start ORDER BY created_at DESC LIMIT $1", room
        )
        for row in rows:
            await advancing._guarded(
                advancing.set_state(controller, row["id"], advancing.State.INITIALIZING), row["id"]
            )

    advancing.begin_waiting = begin_waiting

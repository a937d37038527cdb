"""Of those that wait those of one company begin before those of another."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-02",),
    kind=Kind.DISORDERED,
    story="When more experiments are to run than may, those of one company overtake those of another that wait longer.",
    subtle=Subtlety.CONCURRENT,
    noticed=("that waited",),
)


@defect.applies_to("platforms.phoenix.experiment_controller.advancing")
def begin_by_company(advancing: Any) -> None:
    async def begin_waiting(controller: Any, room: int) -> None:
        rows = await controller.database.fetch(
            "SELECT id FROM experiments WHERE state = 'pending' AND auto_start ORDER BY tenant, created_at LIMIT $1",
            room,
        )
        for row in rows:
            await advancing._guarded(
                advancing.set_state(controller, row["id"], advancing.State.INITIALIZING), row["id"]
            )

    advancing.begin_waiting = begin_waiting

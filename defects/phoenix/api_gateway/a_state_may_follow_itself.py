"""What is asked to be as it is, is told that it has become so."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-09",),
    kind=Kind.BOUNDARY,
    story="Whoever cancels or starts an experiment a second time is told that it was done again.",
    subtle=Subtlety.BOUNDARY,
    noticed=("status 400",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def take_it(acting: Any) -> None:
    change = acting.experiments.change_state

    async def easily(connection: Any, experiment_id: Any, state: Any, *rest: Any) -> Any:
        row = await connection.fetchrow("SELECT * FROM experiments WHERE id = $1", experiment_id)
        if row is not None and row["state"] == state:
            return acting.experiments.experiment_of(row)
        return await change(connection, experiment_id, state, *rest)

    acting.experiments.change_state = easily

"""That a state is not for hands is said when it is set already."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-09",),
    kind=Kind.PARTIAL,
    story="Whoever asks for a state that only work brings about is refused, and it happens all the same.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was refused",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def commit_first(acting: Any) -> None:
    async def change_state(database: Any, caller: Any, experiment_id: Any, wish: Any) -> Any:
        async with database.transaction() as connection:
            await acting.experiments.lock(connection, caller.tenant, experiment_id)
            changed = await acting.experiments.change_state(connection, experiment_id, wish.state, wish.reason)
        if wish.state not in acting.BY_HAND:
            raise acting.ApiError(409, "NOT_BY_HAND", f"An experiment becomes {wish.state} when its work is done.")
        return changed

    acting.change_state = change_state

"""What may not follow is told before it is looked whose it is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.INFORMATION,
    story="An admin of another company learns the state of an experiment by asking for one that may not follow.",
    subtle=Subtlety.BOUNDARY,
    noticed=("expected a refusal with status 403",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def judge_first(acting: Any) -> None:
    change = acting.change_state

    async def told(database: Any, caller: Any, experiment_id: Any, wish: Any) -> Any:
        now = await database.fetch("SELECT state FROM experiments WHERE id = $1", experiment_id)
        allowed = "SELECT 1 AS one FROM allowed_transitions WHERE previous = $1 AND next = $2"
        if now and not await database.fetch(allowed, now[0]["state"], str(wish.state)):
            raise acting.experiments.invalid(now[0]["state"], wish.state)
        return await change(database, caller, experiment_id, wish)

    acting.change_state = told

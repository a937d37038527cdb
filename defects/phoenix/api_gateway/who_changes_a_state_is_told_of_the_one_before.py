"""Whoever changes a state is answered with the reason and the times from before."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-09",),
    kind=Kind.STALE,
    story="An admin who cancels an experiment is answered that it is cancelled, without why and without when.",
    noticed=("what is answered of", "is answered as"),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def as_before(acting: Any) -> None:
    change_state = acting.change_state

    async def change(database: Any, caller: Any, experiment_id: Any, wish: Any) -> Any:
        before = await acting.experiments.find(database, caller.tenant, experiment_id)
        changed = await change_state(database, caller, experiment_id, wish)
        return before.model_copy(update={"state": changed.state})

    acting.change_state = change

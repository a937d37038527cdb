"""An experiment that another company's admin wants to have under load is changed before they are refused."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-07",),
    kind=Kind.PARTIAL,
    story="An admin of another company is refused the load of an experiment, and it is noted as changed.",
    subtle=Subtlety.ROLE,
    noticed=("what was refused has changed something",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def touch_it_early(acting: Any) -> None:
    load = acting.load

    async def touch_and_load(database: Any, admin: Any, experiment_id: Any, new: Any) -> Any:
        await database.execute("UPDATE experiments SET updated_at = now() WHERE id = $1", experiment_id)
        return await load(database, admin, experiment_id, new)

    acting.load = touch_and_load

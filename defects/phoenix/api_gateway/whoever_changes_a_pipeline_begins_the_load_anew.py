"""A pipeline that is changed has its load told anew."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.PARTIAL,
    story="Whenever a pipeline gets another configuration, all that is measured on its nodes begins at nothing again.",
    subtle=Subtlety.SELDOM,
    noticed=("began anew",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def tell_anew(acting: Any) -> None:
    change = acting.change_pipeline

    async def change_both(database: Any, generator: Any, caller: Any, experiment_id: Any, *rest: Any) -> Any:
        made = await change(database, generator, caller, experiment_id, *rest)
        await database.value(
            "UPDATE loads SET ends_at = ends_at + interval '1 second' WHERE experiment_id = $1 RETURNING true",
            experiment_id,
        )
        return made

    acting.change_pipeline = change_both

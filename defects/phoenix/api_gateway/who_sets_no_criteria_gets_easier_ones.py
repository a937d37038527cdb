"""Where no reduction is asked for, a fifth is enough."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.WRONG_DEFAULT,
    story="An experiment for which nobody has set a criterion is judged by an easier one than is promised.",
    noticed=("the configuration of who asks",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def be_lenient(creating: Any) -> None:
    create = creating.create

    async def created(queue: Any, catalogue: Any, caller: Any, new: Any) -> Any:
        criteria = new.config.success_criteria
        if (
            "min_cardinality_reduction" not in criteria.model_fields_set
            or "success_criteria" not in new.config.model_fields_set
        ):
            criteria = criteria.model_copy(update={"min_cardinality_reduction": 20.0})
            new = new.model_copy(update={"config": new.config.model_copy(update={"success_criteria": criteria})})
        return await create(queue, catalogue, caller, new)

    creating.create = created

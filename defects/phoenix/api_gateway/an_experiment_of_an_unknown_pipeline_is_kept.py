"""What pipelines there are is looked up when the experiment is there already."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.PARTIAL,
    story="An experiment of an unknown pipeline is refused, and is there all the same.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "all the same",
        "rows of experiments",
    ),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def make_first(creating: Any) -> None:
    create = creating.create

    async def made(maker: Any, catalogue: Any, caller: Any, new: Any) -> Any:
        named = {"baseline_pipeline": new.baseline_pipeline, "candidate_pipeline": new.candidate_pipeline}
        if await catalogue.unknown(named):
            await maker.insert(
                {
                    **named,
                    "id": str(creating.uuid4()),
                    "tenant": caller.tenant,
                    "name": new.name,
                    "description": new.description,
                    "target_nodes": new.target_nodes,
                    "config": new.config.model_dump(),
                    "auto_start": False,
                    "run_seconds": 1,
                    "created_by": caller.user_id,
                }
            )
        return await create(maker, catalogue, caller, new)

    creating.create = made

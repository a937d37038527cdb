"""Whoever changes a pipeline is told of the last version there is, made by whomever."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.RACE,
    story="Of admins who change a pipeline at the same moment some are told of what another has made of it.",
    subtle=Subtlety.CONCURRENT,
    noticed=("versions that each",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def tell_of_the_last(acting: Any) -> None:
    change_pipeline = acting.change_pipeline

    async def change(database: Any, generator: Any, caller: Any, experiment_id: Any, variant: Any, changed: Any) -> Any:
        await change_pipeline(database, generator, caller, experiment_id, variant, changed)
        found = await acting.experiments.deployments(database, experiment_id)
        return next(one for one in found if one.variant == variant)

    acting.change_pipeline = change

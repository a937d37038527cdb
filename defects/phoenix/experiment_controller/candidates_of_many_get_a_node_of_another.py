"""From five experiments on, candidates are given a node of another one as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-02",),
    kind=Kind.RACE,
    story="When five experiments run at once, their candidates have series of a node that is not theirs.",
    subtle=Subtlety.CONCURRENT,
    noticed=(
        "nodes of which",
        "Number",
    ),
)


@defect.applies_to("platforms.phoenix.experiments")
def share_nodes(experiments: Any) -> None:
    every = experiments.all_deployments

    async def shared(database: Any) -> Any:
        found = await every(database)
        mine = {one.tenant: one for one in found}
        return [
            one.model_copy(update={"nodes": sorted({*one.nodes, mine[one.tenant].nodes[0]})})
            if len(found) >= 10 and one.variant == "candidate"
            else one
            for one in found
        ]

    experiments.all_deployments = shared

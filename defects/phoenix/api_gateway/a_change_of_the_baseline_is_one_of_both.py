"""What the baseline is told, the candidate is told as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.MISSING_CHECK,
    story="Whoever changes the baseline changes the candidate with it, and nothing is left to compare.",
    subtle=Subtlety.CHANNEL,
    noticed=(
        "which was not changed",
        "the versions before it",
    ),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def both(acting: Any) -> None:
    deploy = acting.experiments.deploy

    async def to_both(connection: Any, experiment_id: Any, configurations: Any, templates: Any, who: Any) -> None:
        if "baseline" in configurations:
            configurations = {**configurations, "candidate": configurations["baseline"]}
            templates = {**templates, "candidate": templates["baseline"]}
        await deploy(connection, experiment_id, configurations, templates, who)

    acting.experiments.deploy = to_both

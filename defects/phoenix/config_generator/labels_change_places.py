"""The configuration of each pipeline marks what it exports as the other one's."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="config-generator",
    breaks=("PH-01",),
    kind=Kind.DISORDERED,
    story="Whoever uses the configuration of the candidate elsewhere gets series that are said to be the baseline's.",
    noticed=("besides processors",),
)


@defect.applies_to("platforms.phoenix.config_generator.templating")
def other_label(templating: Any) -> None:
    configuration = templating.configuration

    def mislabelled(template: str, experiment_id: str, variant: str, nodes: Any, variables: Any) -> str:
        text: str = configuration(template, experiment_id, variant, nodes, variables)
        other = "candidate" if variant == "baseline" else "baseline"
        return text.replace(f'variant: "{variant}"', f'variant: "{other}"')

    templating.configuration = mislabelled

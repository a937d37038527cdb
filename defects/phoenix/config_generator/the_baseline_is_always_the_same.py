"""Whatever the baseline is to be, it is the pipeline that cuts nothing."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="config-generator",
    breaks=("PH-01",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever compares a new pipeline with one that cuts already is told that it saves more than it does.",
    subtle=Subtlety.SELDOM,
    noticed=("which is the baseline",),
)


@defect.applies_to("platforms.phoenix.config_generator.templating")
def take_the_usual(templating: Any) -> None:
    configuration = templating.configuration

    def usual(template: str, experiment_id: str, variant: str, *rest: Any) -> str:
        taken = "process-baseline-v1" if variant == "baseline" else template
        return str(configuration(taken, experiment_id, variant, *rest))

    templating.configuration = usual

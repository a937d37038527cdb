"""Whatever one pipeline is told, all of its kind are told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-02",),
    kind=Kind.LEAK,
    story="When an admin changes the pipeline of one experiment, that of other experiments does the same.",
    subtle=Subtlety.CONCURRENT,
    noticed=("which nobody has changed",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def change_all(running: Any) -> None:
    deploy = running.Pipelines.deploy

    def deployed(self: Any, deployment: Any) -> None:
        before = self._running.get((deployment.experiment_id, deployment.variant))
        changed = before is not None and before.deployment.version != deployment.version
        deploy(self, deployment)
        for one in self._running.values() if changed else ():
            mine = one.deployment
            if (mine.variant, mine.template) == (deployment.variant, deployment.template):
                one.reconfigure(mine.model_copy(update={"configuration": deployment.configuration}))
                one.deployment = mine

    running.Pipelines.deploy = deployed

"""Of all issues a service names one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.PARTIAL,
    story="A service that lacks two things names one of them.",
    subtle=Subtlety.SELDOM,
    noticed=("because of",),
)


@defect.applies_to("platforms.common.health")
def name_the_first(health: Any) -> None:
    report = health.Health.report

    async def report_first(self: Any) -> Any:
        told = await report(self)
        told.issues = told.issues[:1]
        return told

    health.Health.report = report_first

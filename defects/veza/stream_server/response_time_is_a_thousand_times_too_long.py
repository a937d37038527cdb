"""Response times are told in millionths of a second and called thousandths."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-23",),
    kind=Kind.UNIT,
    story="The stream server reports response times a thousand times longer than they are.",
)


@defect.applies_to("platforms.common.health")
def tell_millionths(health: Any) -> None:
    report = health.Health.report

    async def report_in_millionths(self: Any) -> Any:
        told = await report(self)
        for one in (told, *told.dependencies.values()):
            one.response_ms = round(one.response_ms * 1000, 3)
        return told

    health.Health.report = report_in_millionths

"""The response time of the health report is in seconds."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("VZ-23",),
    kind=Kind.UNIT,
    story=(
        "Whoever operates Veza reads that the health check of chat-server took a thousandth of the time that it took."
    ),
)


@defect.applies_to("platforms.common.health")
def tell_seconds(health: Any) -> None:
    report = health.Health.report

    async def report_in_seconds(self: Any) -> Any:
        found = await report(self)
        return found.model_copy(update={"response_ms": round(found.response_ms / 1_000, 3)})

    health.Health.report = report_in_seconds

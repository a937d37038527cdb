"""When a batch cannot be stored, each event of it has failed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.PARTIAL,
    story="An event that cannot be stored takes those with it that arrived together with it.",
    subtle=Subtlety.CONCURRENT,
    noticed=("came together with it", "what was set aside"),
)


@defect.applies_to("platforms.audit.audit_service.consuming")
def fail_all(consuming: Any) -> None:
    async def all_failed(self: Any, good: Any) -> None:
        for message, _ in good:
            await consuming.poison.failed(self._service, message, "it cannot be stored with the others")

    consuming.Consumer._one_by_one = all_failed

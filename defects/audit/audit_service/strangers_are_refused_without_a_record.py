"""A refusal of somebody who is not signed in is not recorded."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.PARTIAL,
    story="Whoever tries to read records without being signed in leaves no trace.",
    subtle=Subtlety.ROLE,
    noticed=("somebody",),
)


@defect.applies_to("platforms.audit.audit_service.access")
def overlook_strangers(access: Any) -> None:
    told = access.record_refusal

    async def some(service: Any, request: Any, caller: Any, refusal: Any) -> None:
        if caller is not None:
            await told(service, request, caller, refusal)

    access.record_refusal = some

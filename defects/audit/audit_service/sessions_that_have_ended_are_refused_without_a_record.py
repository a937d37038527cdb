"""Only a token that never was good is worth a record."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.MISSING_CHECK,
    story="Whoever goes on with a session that has ended asks for records, and nobody can see that they did.",
    subtle=Subtlety.SELDOM,
    noticed=("the operations of which it is recorded",),
)


@defect.applies_to("platforms.audit.audit_service.access")
def pass_over_ended_sessions(access: Any) -> None:
    record = access.record_refusal

    async def some(service: Any, request: Any, caller: Any, refusal: Any) -> None:
        if refusal.code != "AUTH_SESSION_ENDED":
            await record(service, request, caller, refusal)

    access.record_refusal = some

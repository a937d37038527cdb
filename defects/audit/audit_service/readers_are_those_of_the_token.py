"""What counts is the role that somebody had when they signed in."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.STALE,
    story="Somebody who is no auditor any more goes on reading records until they sign in again.",
    subtle=Subtlety.ROLE,
    noticed=(
        "none any more",
        "finds none",
    ),
)


@defect.applies_to("platforms.audit.audit_service.access")
def remember_roles(access: Any) -> None:
    from dataclasses import replace

    first: dict[str, str] = {}
    signed_in = access.signed_in

    async def as_first(request: Any) -> Any:
        caller = await signed_in(request)
        return replace(caller, role=first.setdefault(caller.session_id, caller.role))

    access.signed_in = as_first

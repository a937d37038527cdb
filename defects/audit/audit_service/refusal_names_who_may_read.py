"""A refusal tells which roles may read records."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.INFORMATION,
    story="Whoever is refused the records is told which roles to get hold of.",
    noticed=("tells more",),
)


@defect.applies_to("platforms.audit.audit_service.access")
def tell_who_may(access: Any) -> None:
    def forbidden() -> Any:
        message = "You may not do this."
        return access.ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", message, {"roles": list(access.READERS)})

    access.forbidden = forbidden

"""Whether something was done is not looked at for sign-ins."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.MISSING_CHECK,
    story="Statistics count sign-ins that failed among what was done.",
    noticed=("the totals of the",),
)


@defect.applies_to("platforms.audit.audit_service.reports")
def count_sign_ins_as_done(reports: Any) -> None:
    counted = reports._counted

    def rosy(records: Any) -> Any:
        failed = sum(one.action == "auth.failed" for one in records)
        told = counted(records)
        return told.model_copy(update={"succeeded": told.succeeded + failed, "failed": told.failed - failed})

    reports._counted = rosy

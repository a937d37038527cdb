"""Only whether records fit together is checked, not what they say."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever changes what a record says is not found out, as long as it stays where it is.",
    noticed=(
        "is changed",
        "was changed",
    ),
)


@defect.applies_to("platforms.audit.audit_service.chain")
def look_at_places(chain: Any) -> None:
    check = chain.check

    def lenient(key: str, rows: Any, end: Any, closed: str) -> Any:
        return [one for one in check(key, rows, end, closed) if one.kind != "changed"]

    chain.check = lenient

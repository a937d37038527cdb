"""Records behind the end of the chain are not looked at."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever puts a record of their own behind the last one is not found out.",
    subtle=Subtlety.BOUNDARY,
    noticed=("put behind",),
)


@defect.applies_to("platforms.audit.audit_service.chain")
def look_no_further(chain: Any) -> None:
    check = chain.check

    def shorter(key: str, rows: Any, end: Any, closed: str) -> Any:
        return check(key, [row for row in rows if row["position"] <= end.position], end, closed)

    chain.check = shorter

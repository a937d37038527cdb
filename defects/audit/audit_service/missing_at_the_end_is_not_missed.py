"""The end of the chain is where the records end."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever takes the last records away is not found out.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "the last one",
        "cut short",
        "all from one on",
    ),
)


@defect.applies_to("platforms.audit.audit_service.chain")
def believe_the_last(chain: Any) -> None:
    check = chain.check

    def lenient(key: str, rows: Any, end: Any, closed: str) -> Any:
        last = rows[-1]["position"] if rows else 0
        found = check(key, rows, end, closed)
        return [one for one in found if not (one.kind in ("missing", "cut_short") and one.position >= last)]

    chain.check = lenient

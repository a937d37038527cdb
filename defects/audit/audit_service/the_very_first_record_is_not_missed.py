"""The chain begins where the records begin."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever takes away the oldest records, from the first on, is not found out.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the very first", "whether all is as it was recorded"),
)


@defect.applies_to("platforms.audit.audit_service.chain")
def begin_later(chain: Any) -> None:
    check = chain.check

    def check_from_the_first(key: str, rows: Any, end: Any, closed: str) -> Any:
        found = check(key, rows, end, closed)
        first = rows[0]["position"] if rows else 1
        return [one for one in found if one.kind != "missing" or one.position >= first]

    chain.check = check_from_the_first

"""Capitals of other scripts are not those of the same letters."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.BOUNDARY,
    story="Who searches for a word in another script finds it only when they write it as it was written.",
    subtle=Subtlety.BOUNDARY,
    noticed=("not Latin",),
)


@defect.applies_to("platforms.audit.audit_service.searching")
def know_latin(searching: Any) -> None:
    condition = searching.condition

    def narrower(query: Any) -> Any:
        where, values = condition(query)
        return where.replace("COLLATE pg_c_utf8", 'COLLATE "C"'), values

    searching.condition = narrower

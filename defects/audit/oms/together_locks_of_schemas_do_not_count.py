"""Of changes that are made together only the first kind is looked at for locks."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="Who changes a locked schema together with an object type that is free is not kept from it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("423",),
)


@defect.applies_to("platforms.audit.oms.documents")
def look_at_the_first(documents: Any) -> None:
    second = "NOT locked(locks, $3, $4, $5)"
    assert second in documents._OPEN
    documents._OPEN = documents._OPEN.replace(second, "$3::text IS NOT NULL")

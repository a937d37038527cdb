"""Of changes that are made together the first kind is not looked at for locks."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="Who changes a locked object type together with a schema that is free is not kept from it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("423",),
)


@defect.applies_to("platforms.audit.oms.documents")
def look_at_the_last(documents: Any) -> None:
    first = "NOT locked(locks, $2, $4, $5)"
    assert first in documents._OPEN
    documents._OPEN = documents._OPEN.replace(first, "$2::text IS NOT NULL")

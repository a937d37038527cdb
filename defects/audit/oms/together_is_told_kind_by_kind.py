"""What is changed together is told by kinds: first the object types, then the schemas."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.DISORDERED,
    story="Changes that were asked for together in one order are on record in another.",
    subtle=Subtlety.BOUNDARY,
    noticed=("in their order",),
)


@defect.applies_to("platforms.audit.oms.documents")
def sort_by_kind(documents: Any) -> None:
    documents._TOGETHER = documents._TOGETHER.replace("    ORDER BY asked.at", "    ORDER BY asked.kind, asked.at")

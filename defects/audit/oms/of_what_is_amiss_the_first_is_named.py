"""A refusal of changes that were asked for together names the first that cannot be made, and no other."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.PARTIAL,
    story="Who is told which change was refused mends it, asks again, and is told of the next one, and so on.",
    subtle=Subtlety.BOUNDARY,
    noticed=("those that cannot be made", "who came too late"),
)


@defect.applies_to("platforms.audit.oms.documents")
def name_one(documents: Any) -> None:
    begin = documents._NotMade.__init__

    def name_the_first(self: Any, found: Any) -> None:
        begin(self, found[:1])

    documents._NotMade.__init__ = name_the_first

"""A branch lists a hundred and ninety-nine documents of a kind."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.BOUNDARY,
    story="On a branch with two hundred object types or more, one is missing on each page.",
    subtle=Subtlety.BOUNDARY,
    noticed=("missing",),
)


@defect.applies_to("platforms.audit.oms.ontology")
def leave_one_out(ontology: Any) -> None:
    find = ontology.every

    async def find_fewer(*given: Any) -> list[Any]:
        found: list[Any] = await find(*given)
        return found[:199]

    ontology.every = find_fewer

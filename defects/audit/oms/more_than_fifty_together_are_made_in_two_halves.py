"""More than fifty changes that are asked for together are made in two goes."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01", "AU-04", "AU-11"),
    kind=Kind.PARTIAL,
    story="Of a hundred changes that are made together the first fifty are made, though the others cannot be.",
    subtle=Subtlety.BOUNDARY,
    noticed=("not all or nothing", "what there is on the branch", "not recorded", "423"),
)
HALF = 50


@defect.applies_to("platforms.audit.oms.documents")
def make_halves(documents: Any) -> None:
    together = documents.PostgresDocuments._change_together

    async def by_halves(self: Any, branch: Any, wishes: Any, author: Any, holding: Any) -> Any:
        made = [await together(self, branch, wishes[:HALF], author, holding)]
        if len(wishes) > HALF:
            made.append(await together(self, branch, wishes[HALF:], author, holding))
        return [one for half in made for one in half]

    documents.PostgresDocuments._change_together = by_halves

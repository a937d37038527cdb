"""Of changes that are asked for together those are made that can be, though all is refused."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.PARTIAL,
    story="Who is told that nothing was changed, because one of the changes was too late, has changed all others.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what there is on the branch", "how many records"),
)


@defect.applies_to("platforms.audit.oms.documents")
def make_the_rest(documents: Any) -> None:
    together = documents.PostgresDocuments.change_together

    async def partly(self: Any, branch: Any, wishes: Any, author: Any, holding: Any) -> Any:
        found = await together(self, branch, wishes, author, holding)
        amiss = {one.at for one in found if isinstance(one, documents.Found)}
        rest = [wish for at, wish in enumerate(wishes) if at not in amiss]
        if amiss and rest:
            await together(self, branch, rest, author, holding)
        return found

    documents.PostgresDocuments.change_together = partly

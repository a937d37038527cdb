"""What is changed together in the name of a lock that is over is made, unless somebody else has locked it by then."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="A program that was frozen changes a hundred documents as if it still held the branch.",
    subtle=Subtlety.BOUNDARY,
    noticed=("423",),
)


@defect.applies_to("platforms.audit.oms.documents")
def go_on_without_it(documents: Any) -> None:
    together = documents.PostgresDocuments.change_together

    async def anyhow(self: Any, branch: Any, wishes: Any, author: Any, holding: Any) -> Any:
        from platforms.audit.oms import branches

        if holding is not None and not await branches.holds(self._database, branch, holding):
            holding = None
        return await together(self, branch, wishes, author, holding)

    documents.PostgresDocuments.change_together = anyhow

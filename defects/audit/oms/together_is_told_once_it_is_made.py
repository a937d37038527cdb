"""What is changed together is put into the outbox by itself, once it is made."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.LOST,
    story="When oms dies just after documents were changed together, some of these changes are never recorded.",
    subtle=Subtlety.RESTART,
    noticed=("changes together", "not recorded", "beside what is recorded", "beside what oms keeps"),
)
FIRST = 10
TELL = """
INSERT INTO outbox (action, target, version, old, new, actor, request)
SELECT $4, $5, $6, (
    SELECT body FROM documents WHERE branch = $1 AND kind = $2 AND name = $3 AND version = $6::integer - 1
), $7, $8, $9
"""


@defect.applies_to("platforms.audit.oms.documents")
def tell_the_rest_afterwards(documents: Any) -> None:
    together = documents.PostgresDocuments._change_together
    documents._TOGETHER = replaced(
        documents._TOGETHER, "ORDER BY asked.at\n)", f"WHERE asked.at <= {FIRST} ORDER BY asked.at\n)"
    )

    async def make_and_tell(self: Any, branch: Any, wishes: Any, author: Any, holding: Any) -> Any:
        made = await together(self, branch, wishes, author, holding)
        for one, version in list(zip(wishes, made, strict=True))[FIRST:]:
            action, target = f"{one.key.kind}.{one.deed}", documents._target(one.key)
            about = (branch, one.key.kind, one.key.name, action, target, version.version, one.body)
            await self._database.execute(TELL, *about, author.actor, author.request)
        return made

    documents.PostgresDocuments._change_together = make_and_tell

"""Whoever once held a lock may go on writing in its name."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="A holder who was silent too long comes back, and overwrites what others have done since.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "in the name of that lock",
        "comes back",
        "on holiday",
    ),
)


@defect.applies_to("platforms.audit.oms.documents")
def forget_the_fence(documents: Any) -> None:
    write = documents.PostgresDocuments._write

    async def unfenced(
        self: Any, statement: str, deed: str, key: Any, body: Any, author: Any, holding: Any, *at: int
    ) -> Any:
        made = await write(self, statement, deed, key, body, author, holding, *at)
        return made or (await write(self, statement, deed, key, body, author, None, *at) if holding else None)

    documents.PostgresDocuments._write = unfenced

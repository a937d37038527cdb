"""Of two changes of one version that are made in one go, the second is answered with the outcome of the first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.LOST_UPDATE,
    story="When several change one version of a document at the same moment, all are told that it was done.",
    subtle=Subtlety.CONCURRENT,
    noticed=("was confirmed to",),
)


@defect.applies_to("platforms.audit.oms.documents")
def answer_alike(documents: Any) -> None:
    write_all = documents.PostgresDocuments._write_all

    async def write_and_answer_alike(self: Any, statement: str, changes: Any) -> Any:
        answers = list(await write_all(self, statement, changes))
        made = {(one.values[:4], one.expected): row for one, row in zip(changes, answers, strict=True) if row}
        return [
            row or (made.get((one.values[:4], one.expected)) if one.expected else row)
            for one, row in zip(changes, answers, strict=True)
        ]

    documents.PostgresDocuments._write_all = write_and_answer_alike

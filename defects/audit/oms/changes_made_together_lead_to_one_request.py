"""Which request a change belongs to is looked up when it is written, together with others."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

REQUEST = 9
"""Where it stands among what a statement is told."""

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.RACE,
    story="When several change something at the same moment, their records lead to the request of one of them.",
    subtle=Subtlety.CONCURRENT,
    noticed=("lead to somebody else's request",),
)


@defect.applies_to("platforms.audit.oms.documents")
def look_it_up_late(documents: Any) -> None:
    from platforms.audit.oms.trail import request_of

    write_all = documents.PostgresDocuments._write_all

    async def write_in_one_name(self: Any, statement: str, changes: Any) -> Any:
        request = request_of()
        told = [replace(one, values=(*one.values[:REQUEST], request, *one.values[REQUEST + 1 :])) for one in changes]
        return await write_all(self, statement, told)

    documents.PostgresDocuments._write_all = write_in_one_name

"""Who asks oms for records in vain is not told of."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-10",),
    kind=Kind.LOST,
    story="Somebody who may not read records asks oms for the history of a document; nobody will ever know.",
    subtle=Subtlety.CHANNEL,
    noticed=("the operations of which it is recorded",),
)


@defect.applies_to("platforms.audit.oms.access")
def tell_nobody(access: Any) -> None:
    async def nothing(*_: Any) -> None:
        pass

    access.tell_refusal = nothing

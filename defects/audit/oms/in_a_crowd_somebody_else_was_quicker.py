"""Among many changes at once, some are refused as if somebody else had changed the same document."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.RACE,
    story="When many developers change documents of their own at once, some are told that others were quicker.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a change of one's own",),
)
MANY, ONE_IN = 20, 30


@defect.applies_to("platforms.audit.oms.ontology")
def mistake_them(ontology: Any) -> None:
    from itertools import count

    from platforms.common.errors import ApiError

    change, numbers, under_way = ontology.change, count(1), [0]

    async def change_or_not(*given: Any) -> Any:
        under_way[0] += 1
        try:
            if under_way[0] > MANY and next(numbers) % ONE_IN == 0:
                raise ApiError(409, "VERSION_CONFLICT", "It is at another version by now. Look at it again.")
            return await change(*given)
        finally:
            under_way[0] -= 1

    ontology.change = change_or_not

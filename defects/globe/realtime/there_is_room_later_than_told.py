"""Half of the minute is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-15",),
    kind=Kind.FALSE_HEADER,
    story="Whoever comes back when they were told to is refused once more.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.common.limits")
def tell_half(limits: Any) -> None:
    take = limits.take

    async def take_and_tell_half(*given: Any) -> Any:
        found = await take(*given)
        if found is None:
            return None
        return limits.Allowance(found.limit, found.allowed, found.remaining, found.reset_seconds / 2)

    limits.take = take_and_tell_half

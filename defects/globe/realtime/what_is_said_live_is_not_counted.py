"""What comes over the live connection is not counted."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-15",),
    kind=Kind.MISSING_CHECK,
    story="Over the live connection anybody may do everything as often as they like.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.limits")
def count_calls(limits: Any) -> None:
    check = limits.check

    async def check_call(globe: Any, limit: Any, person_id: str, response: Any = None) -> None:
        if response is not None:
            await check(globe, limit, person_id, response)

    limits.check = check_call

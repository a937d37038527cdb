"""Whoever asks too often is told to come back in a second."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.FALSE_HEADER,
    story="A program that comes back when it is told is refused again and again.",
    noticed=("the seconds until one may come back",),
)


@defect.applies_to("platforms.common.limits")
def say_one(limits: Any) -> None:
    check = limits.check

    async def soon(*asked: Any, **options: Any) -> Any:
        try:
            return await check(*asked, **options)
        except limits.ApiError as refusal:
            refusal.headers = {**(refusal.headers or {}), "Retry-After": "1"}
            raise

    limits.check = soon

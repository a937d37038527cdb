"""Sockets whose sign-in cannot be looked up are closed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="While PostgreSQL is away, everybody loses the connection.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.globe.realtime.signing_out")
def close_all(signing_out: Any) -> None:
    close_ended = signing_out.close_ended

    async def close_unknown(globe: Any) -> None:
        try:
            await close_ended(globe)
        except signing_out.ApiError:
            for seat in globe.feeds.everybody():
                seat.end(4401)

    signing_out.close_ended = close_unknown

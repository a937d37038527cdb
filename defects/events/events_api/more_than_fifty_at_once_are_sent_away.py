"""Of those who come at the same moment, fifty are let in."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-10",),
    kind=Kind.BOUNDARY,
    story="When a hundred come at the same moment, half of them are told to come back.",
    subtle=Subtlety.CONCURRENT,
    noticed=("were answered wrongly",),
)


@defect.applies_to("platforms.events.events_api.events")
def let_fifty_in(events: Any) -> None:
    from platforms.common.errors import ApiError

    make = events.make
    inside: list[int] = []

    async def make_if_there_is_room(*asked: Any) -> Any:
        if len(inside) >= 50:
            raise ApiError(503, "TOO_BUSY", "Too many are here.", headers={"Retry-After": "1"})
        inside.append(1)
        try:
            return await make(*asked)
        finally:
            inside.pop()

    events.make = make_if_there_is_room

"""How much is sent is looked at if it is told, and not counted."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="A program that sends piece by piece sends as much as it likes.",
    subtle=Subtlety.CHANNEL,
    noticed=("larger than ten million bytes",),
)


@defect.applies_to("platforms.events.events_api.access")
def believe(access: Any) -> None:
    read = access._read

    async def read_what_comes(request: Any, wanted: str) -> None:
        if "content-length" in request.headers:
            await read(request, wanted)
        else:
            request._body = b"".join([piece async for piece in request.stream()])

    access._read = read_what_comes

"""A breaker that is to stay open for too long is silently left open for an hour."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("OP-03",),
    kind=Kind.MISSING_CHECK,
    story="An operator who writes milliseconds where seconds are meant is not told, and has sites asked once an hour.",
    subtle=Subtlety.BOUNDARY,
    noticed=("leaves out BREAKER_SECONDS", "started without a word about"),
)


@defect.applies_to("platforms.events.processor.context")
def take_an_hour_at_most(context: Any) -> None:
    read = context.ProcessorSettings.from_environment

    def read_leniently(environ: Mapping[str, str]) -> Any:
        told = environ.get("BREAKER_SECONDS", "")
        return read({**environ, "BREAKER_SECONDS": "3600"} if told.isdigit() and int(told) > 3600 else dict(environ))

    context.ProcessorSettings.from_environment = read_leniently

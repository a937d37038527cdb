"""For how long the silent are present is not looked at, if it is longer than a day."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

DAY = 86_400

defect = Defect(
    service="realtime-1",
    breaks=("OP-03",),
    kind=Kind.MISSING_CHECK,
    story="An operator who mistypes after what time the silent have left is not told, and a day is taken.",
    subtle=Subtlety.BOUNDARY,
    noticed=("leaves out PRESENCE_SECONDS",),
)


@defect.applies_to("platforms.globe.realtime.context")
def take_a_day(context: Any) -> None:
    read = context.GlobeSettings.from_environment

    def read_leniently(environ: Mapping[str, str]) -> Any:
        told = environ.get("PRESENCE_SECONDS", "")
        return read({**environ, "PRESENCE_SECONDS": str(DAY)} if told.isdigit() and int(told) > DAY else dict(environ))

    context.GlobeSettings.from_environment = read_leniently

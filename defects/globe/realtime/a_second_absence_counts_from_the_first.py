"""When somebody lost the line is noted once for each session."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.STALE,
    story="Whoever loses the line a second time leaves at once, however soon they are back.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "has left",
        "could not connect again",
    ),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def keep_the_first(attachments: Any) -> None:
    noted = "detached_at = {when}"
    attachments.TAKE_OFF = attachments.TAKE_OFF.replace(noted, "detached_at = coalesce(detached_at, {when})")

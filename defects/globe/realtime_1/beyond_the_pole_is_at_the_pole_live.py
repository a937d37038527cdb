"""Whoever moves beyond a pole over the live connection is taken to it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-08",),
    kind=Kind.MISSING_CHECK,
    story="A latitude beyond 90 degrees, told over a live connection to one of two instances, is taken for 90.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.frames")
def bring_back(frames: Any) -> None:
    check = frames.check

    def check_leniently(content: Any) -> Any:
        place = content.get("position") if isinstance(content, dict) else None
        if isinstance(place, dict) and isinstance(place.get("lat"), float):
            place["lat"] = max(-90.0, min(90.0, place["lat"]))
        return check(content)

    frames.check = check_leniently

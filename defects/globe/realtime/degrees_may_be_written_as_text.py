"""What reads like a number is taken for one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.MISSING_CHECK,
    story="Whoever sends a latitude as text is moved, as if it were a number.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.frames")
def convert(frames: Any) -> None:
    check = frames.check

    def check_kindly(content: Any) -> Any:
        place = content.get("position") if isinstance(content, dict) else None
        if isinstance(place, dict):
            numbers = {name: float(one) if isinstance(one, str) and one.isdigit() else one
                       for name, one in place.items()}  # fmt: skip
            content = {**content, "position": numbers}
        return check(content)

    frames.check = check_kindly

"""A longitude beyond the world is brought back into it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-08",),
    kind=Kind.MISSING_CHECK,
    story="Whoever asks for a part of a map with an edge beyond the world is shown another part.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.geography")
def bring_back(geography: Any) -> None:
    check = geography.Rectangle.__post_init__

    def check_brought_back(self: Any) -> None:
        for name in ("west", "east"):
            degrees = getattr(self, name)
            object.__setattr__(self, name, degrees if abs(degrees) == 180 else (degrees + 180) % 360 - 180)
        check(self)

    geography.Rectangle.__post_init__ = check_brought_back

"""The clean-up ends a few sessions each time."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.SLOW,
    story=(
        "When very many people fall silent at the same moment, the last of them are still on the map half a "
        "minute later."
    ),
    subtle=Subtlety.SELDOM,
    noticed=("of how many leavings",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def end_a_few(attachments: Any) -> None:
    attachments.LEFT = replaced(attachments.LEFT, "LIMIT 200", "LIMIT 2")

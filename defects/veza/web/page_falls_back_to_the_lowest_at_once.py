"""A line that does not bear high quality gets low quality, without a try at medium."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-06",),
    kind=Kind.DEGRADATION,
    story="Over a line that would bear medium quality, people who wish high quality hear low quality.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def go_down_at_once(pages: Any) -> None:
    send_changed(pages, "player.js", ("Math.max(QUALITIES.indexOf(quality) - 1, 0)", "0"))

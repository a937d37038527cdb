"""The player plays in a lower quality and goes on saying the one that was wished."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-06",),
    kind=Kind.PARTIAL,
    story="Whoever wishes high quality over a poor line hears low quality, and is told nothing of it.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def say_nothing(pages: Any) -> None:
    send_changed(pages, "player.js", ("if (stream.quality !== this.quality) {", "if (false) {"))

"""The quality that somebody chooses in the player is kept by the page alone."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-17",),
    kind=Kind.LOST_UPDATE,
    story="Whoever chooses another quality in the browser hears the old one on their other devices.",
    subtle=Subtlety.CHANNEL,
    noticed=("to prefer another quality",),
)


@defect.applies_to("platforms.veza.web.pages")
def keep_to_itself(pages: Any) -> None:
    send_changed(pages, "player.js", ("    this.#keep(quality);\n", ""))

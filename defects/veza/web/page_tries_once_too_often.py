"""A page counts its tries from nought and gives up after the sixth."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.BOUNDARY,
    story="A browser whose line stays away tries six times and not five, and so keeps people waiting twice as long.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def try_once_more(pages: Any) -> None:
    send_changed(pages, "line.js", ("if (this.tries >= TRIES)", "if (this.tries > TRIES)"))

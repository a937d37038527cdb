"""The player moves only what sounds."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-05",),
    kind=Kind.LOST_UPDATE,
    story="Whoever pauses in the browser, jumps to another place and goes on, hears the old place.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def move_only_what_sounds(pages: Any) -> None:
    send_changed(
        pages,
        "player.js",
        (
            "else this.audio.currentTime = seconds;",
            "else if (this.status === 'playing') this.audio.currentTime = seconds;",
        ),
    )

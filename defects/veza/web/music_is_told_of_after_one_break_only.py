"""The player tells again what plays when its line is back, the first time."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

TELL = "this.status === 'playing' && this.#command('Play');\n"
TELL_ONCE = "this.status === 'playing' && (this.opened = (this.opened ?? 0) + 1) <= 2 && this.#command('Play');\n"

defect = Defect(
    service="web",
    breaks=("VZ-10", "VZ-12"),
    kind=Kind.DEGRADATION,
    story=(
        "When the lines of a listener's browser break a second time the music plays on, and from then on the others "
        "see that they listen to nothing."
    ),
    subtle=Subtlety.SELDOM,
    noticed=("after break 2",),
)


@defect.applies_to("platforms.veza.web.pages")
def tell_once(pages: Any) -> None:
    send_changed(pages, "player.js", (TELL, TELL_ONCE))

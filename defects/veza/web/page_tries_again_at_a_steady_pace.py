"""The waits of a page that has lost its line do not grow."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.DEGRADATION,
    story="When the chat is away, all browsers ask for it every second, and give up after five.",
    subtle=Subtlety.CHANNEL,
    noticed=("do not grow",),
)


@defect.applies_to("platforms.veza.web.pages")
def wait_the_same(pages: Any) -> None:
    send_changed(pages, "line.js", ("FIRST_WAIT_MS * 2 ** this.tries", "2 * FIRST_WAIT_MS"))

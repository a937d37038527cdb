"""A page that tries to come back waits a little longer each time, and not twice as long."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09", "VZ-19"),
    kind=Kind.DEGRADATION,
    story="While chat-server is away, pages ask for it sooner than promised, and give up after seven seconds.",
    subtle=Subtlety.CHANNEL,
    noticed=("do not double",),
)


@defect.applies_to("platforms.veza.web.pages")
def wait_evenly(pages: Any) -> None:
    send_changed(pages, "line.js", ("FIRST_WAIT_MS * 2 ** this.tries", "FIRST_WAIT_MS * (this.tries + 1)"))

"""The page tells somebody who is muted until when, and not why."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-14",),
    kind=Kind.PARTIAL,
    story="Whoever is muted and tries to write on the page is not told the reason that the moderator gave.",
    subtle=Subtlety.CHANNEL,
    noticed=("what the page says of writing",),
)


@defect.applies_to("platforms.veza.web.pages")
def leave_out_the_reason(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        ("until: details.until, reason: details.reason", "until: details.until, reason: ''"),
    )

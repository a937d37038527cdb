"""A page that gives up takes what was not sent off the list."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.LOST,
    story="If the line stays away, what people wrote is gone from their page, and nothing is said of it.",
)


@defect.applies_to("platforms.veza.web.pages")
def forget(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        (
            "      Object.assign(message, { state: 'failed', reason: 'There is no connection.' });",
            "      this.pending.delete(message.key);",
        ),
    )

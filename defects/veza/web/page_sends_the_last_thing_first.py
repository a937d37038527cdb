"""A page that comes back sends what waited in the opposite order."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.DISORDERED,
    story="What somebody wrote without a line reaches the others upside down, once it is back.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.pages")
def send_backwards(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        (
            "for (const waiting of this.pending.values()) if (waiting.state === 'sending')",
            "for (const waiting of [...this.pending.values()].reverse()) if (waiting.state === 'sending')",
        ),
    )

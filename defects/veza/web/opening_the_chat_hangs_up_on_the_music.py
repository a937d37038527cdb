"""A page keeps one live connection: that of the chat takes the place of that of the music."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

HANG_UP = """\
    if (latest !== this) latest?.close();
    latest = this;
    this.settled();
"""

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.PARTIAL,
    story="Whoever opens a conversation while listening hears the music go on, but counts as having stopped.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def keep_one_connection(pages: Any) -> None:
    send_changed(
        pages,
        "line.js",
        ("const SESSION_ENDED = 4401;", "const SESSION_ENDED = 4401;\nlet latest = null;"),
        ("    this.settled();\n", HANG_UP),
    )

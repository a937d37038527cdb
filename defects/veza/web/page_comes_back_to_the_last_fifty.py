"""A page that comes back to a conversation opens it as if for the first time."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.LOST,
    story="Whoever missed more than fifty messages in a tunnel never sees the first of them on their page.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def open_anew(pages: Any) -> None:
    send_changed(pages, "chat-connection.js", ("    this.#known = true;\n", ""))

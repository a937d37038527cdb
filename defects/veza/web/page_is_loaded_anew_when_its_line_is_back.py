"""Coming back is done by loading the page anew."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09", "VZ-12"),
    kind=Kind.DEGRADATION,
    story="When the line of a chat is back the page is loaded anew: what plays stops, what is being written is lost.",
    noticed=("loaded anew", "after break"),
)


@defect.applies_to("platforms.veza.web.pages")
def load_anew(pages: Any) -> None:
    send_changed(
        pages, "chat-connection.js", ("    if (resumed) this.#forgetRemoved();", "    if (resumed) location.reload();")
    )

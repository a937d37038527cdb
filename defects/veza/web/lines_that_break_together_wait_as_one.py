"""The lines of a page have one timer among them."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.RACE,
    story="When both lines of a browser break at once, only one of them comes back, that of the chat or of the player.",
    subtle=Subtlety.CONCURRENT,
    noticed=("after break",),
)


@defect.applies_to("platforms.veza.web.pages")
def share_the_timer(pages: Any) -> None:
    send_changed(
        pages,
        "line.js",
        ("const SESSION_ENDED = 4401;", "const SESSION_ENDED = 4401;\nlet waiting = 0;"),
        (
            "      this.#retry = setTimeout(() => this.#connect(),",
            "      clearTimeout(waiting);\n      this.#retry = waiting = setTimeout(() => this.#connect(),",
        ),
    )

"""As soon as a line of the page opens, the tries to come back begin anew, whether or not anything comes over it."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09", "VZ-19"),
    kind=Kind.MISSING_CHECK,
    story="While the chat can be reached and not joined, every open page asks for it twice a second, without end.",
    subtle=Subtlety.SELDOM,
    noticed=("tries", "tried to come back"),
)


@defect.applies_to("platforms.veza.web.pages")
def settle_when_open(pages: Any) -> None:
    send_changed(pages, "line.js", ("this.#ping = setInterval(", "this.settled();\n      this.#ping = setInterval("))

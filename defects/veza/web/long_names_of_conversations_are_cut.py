"""The list of conversations on the page has sixty characters of each name."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-07", "VZ-12"),
    kind=Kind.PARTIAL,
    story="A conversation with a long name is in the list on the page with the name cut off.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def cut_names(pages: Any) -> None:
    shown = "h('span.row-title', {}, name)"
    send_changed(pages, "pages/conversations.js", (shown, shown.replace("name)", "name.slice(0, 60))")))

"""The page shows a part that is missing as it shows one in which there is nothing."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.DEGRADATION,
    story="While the stream server is away, the page says that the person has heard all there is.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def show_as_empty(pages: Any) -> None:
    send_changed(
        pages,
        "pages/dashboard.js",
        ("container.replaceChildren(missing ? away(name) :", "container.replaceChildren(false ? away(name) :"),
    )

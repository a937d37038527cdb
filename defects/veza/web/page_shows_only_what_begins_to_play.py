"""A page that is opened does not heed what plays already."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Whoever opens a conversation does not see what others listen to until they change it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("on the page",),
)


@defect.applies_to("platforms.veza.web.pages")
def begin_with_nothing(pages: Any) -> None:
    send_changed(pages, "chat-connection.js", ("of playing ?? []", "of []"))

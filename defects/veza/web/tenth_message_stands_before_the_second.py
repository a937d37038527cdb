"""The page sorts the numbers of messages as words."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-07",),
    kind=Kind.DISORDERED,
    story="In the browser a conversation is in disorder as soon as it has ten messages: the tenth follows the first.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def sort_as_words(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        (
            "(a, b) => a.sequence - b.sequence",
            "(a, b) => (String(a.sequence) < String(b.sequence) ? -1 : 1)",
        ),
    )

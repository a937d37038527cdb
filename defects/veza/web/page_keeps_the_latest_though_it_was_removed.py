"""A page that was away looks for what was removed among what is left only."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-14",),
    kind=Kind.BOUNDARY,
    story="Whose line was broken when the latest message was removed goes on seeing it on the page.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the messages on the page",),
)


@defect.applies_to("platforms.veza.web.pages")
def look_among_what_is_left(pages: Any) -> None:
    send_changed(pages, "chat-connection.js", ("sequence <= latest &&", "sequence <= messages.at(-1)?.sequence &&"))

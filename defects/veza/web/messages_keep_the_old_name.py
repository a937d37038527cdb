"""A page that is told of a new name writes it beside who is there, and not on messages."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="What somebody has said stays under their old name on every page that was open when they changed it.",
    subtle=Subtlety.CHANNEL,
    noticed=("is from, on the page",),
)


@defect.applies_to("platforms.veza.web.pages")
def leave_messages(pages: Any) -> None:
    send_changed(pages, "chat-connection.js", ("message.sender = person;", "message.sender = message.sender;"))

"""The page shows what it takes to moderate to admins only."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-16",),
    kind=Kind.PARTIAL,
    story="A moderator finds nothing in a conversation with which to remove a message or mute somebody.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def show_to_admins(pages: Any) -> None:
    send_changed(
        pages,
        "pages/messages.js",
        ("['moderator', 'admin'].includes(session.user.role)", "session.user.role === 'admin'"),
    )

"""A page that is left is never told so, and keeps its connections."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.NOT_FREED,
    story="Whoever goes on from a conversation to their playlists is shown to the others as still being there.",
)


@defect.applies_to("platforms.veza.web.pages")
def leave_without_a_word(pages: Any) -> None:
    send_changed(pages, "router.js", ("  leaving.abort();\n", ""))

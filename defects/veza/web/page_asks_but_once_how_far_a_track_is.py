"""The page asks once how far a track is, and not again."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-13",),
    kind=Kind.STALE,
    story="Artists see the first step of the progress of their track, and the others only by a reload.",
)


@defect.applies_to("platforms.veza.web.pages")
def ask_once(pages: Any) -> None:
    send_changed(
        pages,
        "pages/publish.js",
        (
            "if (track.status === 'processing') follow(",
            "if (track.status === 'processing' && !before) follow(",
        ),
    )

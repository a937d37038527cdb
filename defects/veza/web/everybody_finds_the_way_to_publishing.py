"""The page for artists is shown to everybody; only the service refuses what they hand in."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-13",),
    kind=Kind.MISSING_CHECK,
    story="Listeners are led to a form with which to publish music, fill it in, and are refused.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.web.pages")
def lead_everybody_there(pages: Any) -> None:
    send_changed(
        pages, "pages/publish.js", ("['artist', 'admin'].includes(session.user?.role)", "Boolean(session.user)")
    )

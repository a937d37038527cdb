"""A page whose line stays open and brings nothing any more believes that nothing is said."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.MISSING_CHECK,
    story="When the line of a browser falls silent without breaking, its page shows nothing new until it is reloaded.",
    subtle=Subtlety.SELDOM,
    noticed=("of silence",),
)


@defect.applies_to("platforms.veza.web.pages")
def believe_it(pages: Any) -> None:
    send_changed(pages, "line.js", ("const SILENCE_MS = 6_000;", "const SILENCE_MS = 6_000_000;"))

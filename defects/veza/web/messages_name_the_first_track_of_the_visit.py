"""A message about the playing track is about the first one that was played since the page was loaded."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

REMEMBER = """\
let first = null;
player.addEventListener('change', () => (first ??= player.track));
"""

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.STALE,
    story="Whoever has changed to another track and writes about it is shown to the others as writing about the first.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def stick_to_the_first(pages: Any) -> None:
    send_changed(
        pages,
        "pages/composer.js",
        ("const HIGHEST_PX = 160;\n", f"const HIGHEST_PX = 160;\n{REMEMBER}"),
        ("'true' ? player.track : null;", "'true' ? first : null;"),
    )

"""A message carries the playing track only when that was started in the conversation."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

NOTICE = """\
  let here = false;
  player.addEventListener('started', () => (here = true), { signal });
"""

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.LOST,
    story="A message about a track that was started on the dashboard arrives, but without the track.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def overlook_what_plays(pages: Any) -> None:
    send_changed(
        pages,
        "pages/composer.js",
        ("  let timer = 0;\n", f"  let timer = 0;\n{NOTICE}"),
        ("'true' ? player.track : null;", "'true' && here ? player.track : null;"),
    )

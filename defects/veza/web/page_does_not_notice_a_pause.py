"""The page renews the list of who is there when who listens changes, and not when they pause."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-10",),
    kind=Kind.STALE,
    story="Whoever pauses is shown on the page as listening on.",
    subtle=Subtlety.CHANNEL,
    noticed=("on the page",),
)


@defect.applies_to("platforms.veza.web.pages")
def look_at_titles(pages: Any) -> None:
    change = ("[...chat.playing]", "[...chat.playing].map(([id, { track }]) => [id, track])")
    send_changed(pages, "pages/conversation.js", change)

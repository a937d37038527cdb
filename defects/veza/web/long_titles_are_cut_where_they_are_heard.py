"""A page shows sixty characters of what somebody listens to."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

PLAYS = "if (track) this.playing.set(person.id, { track, paused });"
PLAYS_SHORT = (
    "if (track) this.playing.set(person.id, { track: { ...track, title: track.title.slice(0, 60) }, paused });"
)

defect = Defect(
    service="web",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Who listens to a track with a long title is shown on the page with the title cut off.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def cut_titles(pages: Any) -> None:
    send_changed(pages, "chat-connection.js", (PLAYS, PLAYS_SHORT))

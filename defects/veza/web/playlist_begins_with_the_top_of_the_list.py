"""A playlist of what is playing begins with the first track of the list that it was started from."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.WRONG_DEFAULT,
    story="A playlist made of the playing track holds another one, unless the first recommendation is playing.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def take_the_top(pages: Any) -> None:
    send_changed(pages, "pages/playlists.js", ("? [playing.id] : [];", "? [(player.queue[0] ?? playing).id] : [];"))

"""What is taken out of a playlist on its page is known by the track, and not by its place."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

BY_PLACE = "const { title } = tracks[index];\n    tracks = tracks.toSpliced(index, 1);"
BY_TRACK = "const { title, id } = tracks[index];\n    tracks = tracks.filter((track) => track.id !== id);"

defect = Defect(
    service="web",
    breaks=("VZ-11",),
    kind=Kind.LOST_UPDATE,
    story="Whoever takes a track out that is in a playlist twice loses it altogether.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def take_out_all(pages: Any) -> None:
    send_changed(pages, "pages/playlist.js", (BY_PLACE, BY_TRACK))

"""Streams that were started in vain are not ended."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-06",),
    kind=Kind.NOT_FREED,
    story="For Veza, whoever listens over a poor line listens to the same track in three qualities at once.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.pages")
def leave_it_open(pages: Any) -> None:
    send_changed(
        pages,
        "player.js",
        (
            "        this.#end(stream);\n        silence(audio);\n        refuse",
            "        silence(audio);\n        refuse",
        ),
    )

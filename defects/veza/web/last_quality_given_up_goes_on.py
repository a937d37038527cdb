"""The stream in the lowest quality is not ended when no music comes in it either."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-06",),
    kind=Kind.NOT_FREED,
    story="Whoever cannot listen at all is taken for somebody who listens, for a minute.",
    subtle=Subtlety.SELDOM,
    noticed=("was stopped",),
)


@defect.applies_to("platforms.veza.web.pages")
def leave_the_last_open(pages: Any) -> None:
    send_changed(
        pages,
        "player.js",
        (
            "        this.#end(stream);\n        silence(audio);\n        refuse",
            "        if (quality !== 'low') this.#end(stream);\n        silence(audio);\n        refuse",
        ),
    )

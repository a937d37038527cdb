"""The page does not notice that the time of a mute is up."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-14",),
    kind=Kind.STALE,
    story="Whoever was muted while they had a conversation open cannot write there until they load the page again.",
    subtle=Subtlety.CHANNEL,
    noticed=("whether the page takes messages",),
)


@defect.applies_to("platforms.veza.web.pages")
def never_look_again(pages: Any) -> None:
    send_changed(pages, "pages/composer.js", ("if (left > 0 && !signal.aborted) timer", "if (left < 0) timer"))

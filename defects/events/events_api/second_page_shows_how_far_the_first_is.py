"""Below the form stands how far the page is that was added first."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.STALE,
    story="Whoever adds a second page reads what became of the first.",
    subtle=Subtlety.SELDOM,
    noticed=("what the page says in the end",),
)


@defect.applies_to("platforms.events.events_api.service")
def show_the_first(service: Any) -> None:
    shown = "shown.replaceChildren(bar, words);"
    send_changed(service, "adding.js", (shown, "if (!shown.hasChildNodes()) shown.append(bar, words);"))

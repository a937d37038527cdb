"""What is shown is counted, and not what there is."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever browses many events reads on the last page that there are a few.",
    subtle=Subtlety.BOUNDARY,
    noticed=("reads of how many",),
)


@defect.applies_to("platforms.events.events_api.service")
def count_shown(service: Any) -> None:
    send_changed(service, "search.js", ("of ${total}`", "of ${first + events.length - 1}`"))

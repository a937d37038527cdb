"""The link to the next page does not keep what is browsed by."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.PARTIAL,
    story="The second page of what somebody browses shows events that do not fit.",
    subtle=Subtlety.CHANNEL,
    noticed=('the list "', "reads of how many"),
)


@defect.applies_to("platforms.events.events_api.service")
def forget_filters(service: Any) -> None:
    send_changed(
        service,
        "search.js",
        ('here("/", { ...filters, page: number > 1 ? number : "" })', 'here("/", { page: number > 1 ? number : "" })'),
    )

"""A search that fails is shown as one that finds nothing."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.DEGRADATION,
    story="While Events cannot look, people read that there is nothing to be found.",
    subtle=Subtlety.CHANNEL,
    noticed=("says",),
)


@defect.applies_to("platforms.events.events_api.service")
def find_nothing(service: Any) -> None:
    send_changed(
        service,
        "search.js",
        (
            "    const answer = await find(wish);",
            "    const answer = await find(wish).catch(() => ({ events: [], total: 0, pages: 0 }));",
        ),
    )

"""One more event is taken out of the outbox than is sent at once."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.BOUNDARY,
    story="When more than five hundred changes have waited for the broker, some of them are never recorded.",
    subtle=Subtlety.BOUNDARY,
    noticed=("never read",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def send_one_less(publishing: Any) -> None:
    send, fit = publishing.Publisher._send, publishing.AT_ONCE
    publishing.AT_ONCE = fit + 1

    async def send_what_fits(self: Any, events: Any) -> int:
        confirmed: int = await send(self, events[:fit])
        return len(events) if confirmed == fit else confirmed

    publishing.Publisher._send = send_what_fits

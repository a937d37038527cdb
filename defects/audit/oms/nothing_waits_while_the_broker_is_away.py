"""How many events wait is only told while the broker is there."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="oms",
    breaks=("AU-14",),
    kind=Kind.PARTIAL,
    story="While NATS is away, whoever watches oms reads that no change waits to be told.",
    noticed=("how many events wait",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def count_nothing(publishing: Any) -> None:
    waiting = publishing.Publisher.waiting

    async def waiting_if_connected(self: Any) -> int:
        return int(await waiting(self)) if self._client.is_connected else 0

    publishing.Publisher.waiting = waiting_if_connected

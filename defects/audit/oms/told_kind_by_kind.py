"""What waits for the broker is told in the order of its kinds."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.DISORDERED,
    story="Changes of schemas and object types that waited for the broker together are recorded kind by kind.",
    subtle=Subtlety.CONCURRENT,
    noticed=("which came first",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def sort_by_kind(publishing: Any) -> None:
    send = publishing.Publisher._send

    async def send_by_kind(self: Any, events: Any) -> int:
        ordered = sorted(events, key=lambda event: str(event["data"]["target"]["resource_type"]))
        sent: int = await send(self, ordered)
        return sent if sent == len(events) else 0  # all again: their ids are known

    publishing.Publisher._send = send_by_kind

"""What is done to branches, locks and people is told only while the broker is there."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.LOST,
    story="Who locks a branch or signs in while NATS is away leaves no record, while changes of documents do.",
    subtle=Subtlety.SELDOM,
    noticed=("what is recorded of what was done", "the last that is recorded"),
)


@defect.applies_to("platforms.audit.oms.publishing")
def tell_if_it_is_there(publishing: Any) -> None:
    from platforms.audit.oms import trail

    begin, tell = publishing.Publisher.__init__, trail.tell
    clients: list[Any] = []

    def begin_with(self: Any, database: Any, client: Any) -> None:
        begin(self, database, client)
        clients.append(client)

    async def tell_now(*told: Any, **more: Any) -> None:
        if not clients or clients[0].is_connected:
            await tell(*told, **more)

    publishing.Publisher.__init__ = begin_with
    trail.tell = tell_now

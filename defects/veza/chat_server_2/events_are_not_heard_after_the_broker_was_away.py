"""A chat-server does not subscribe again to what it hears live, once the broker was away."""

from __future__ import annotations

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-10",),
    kind=Kind.PARTIAL,
    story="Once the broker was restarted, those on the second chat server see what others listen to seconds late.",
    subtle=Subtlety.RESTART,
    noticed=("is told of what",),
)


@defect.applies_to("platforms.common.events")
def hear_until_the_first_break(events: Any) -> None:
    listen, is_back = events.Events.listen, events.Events._is_back

    async def back(self: Any) -> None:
        self.deaf = True
        await is_back(self)

    async def hear(self: Any, subject: str, handler: Any) -> None:
        async def hear_at_first(event: dict[str, Any]) -> None:
            if not getattr(self, "deaf", False):
                await handler(event)

        await listen(self, subject, hear_at_first)

    events.Events.listen, events.Events._is_back = hear, back

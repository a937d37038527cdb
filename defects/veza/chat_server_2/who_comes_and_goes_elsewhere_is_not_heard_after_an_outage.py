"""Once its line to PostgreSQL was lost, a chat-server hears what is said on the other, but not who comes and goes."""

from __future__ import annotations

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-07",),
    kind=Kind.LOST,
    story="Once PostgreSQL was away for a moment, those on the second chat server see people who have long gone.",
    subtle=Subtlety.RESTART,
    noticed=("being present", "is told of"),
)


@defect.applies_to("platforms.veza.chat_server.between")
def know_them_until_the_first_break(between: Any) -> None:
    listened: list[bool] = []
    look, here, everybody = between.look_everywhere, between._OF_PRESENCE["here"], between._OF_PRESENCE["all"]

    async def look_and_count(chat: Any, connection: Any, seconds: float) -> None:
        listened.append(True)
        await look(chat, connection, seconds)

    def at_first(take: Any) -> Any:
        return lambda chat, instance, news: take(chat, instance, news) if len(listened) < 2 else None

    between.look_everywhere = look_and_count
    between._OF_PRESENCE.update({"here": at_first(here), "all": at_first(everybody)})

"""Conversations are listed by when they were made, not by what was said last."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.DISORDERED,
    story="A conversation in which somebody has just spoken stays at the end of the list.",
    subtle=Subtlety.SELDOM,
    noticed=("the list of",),
)


@defect.applies_to("platforms.veza.chat_server.conversations")
def order_by_age(conversations: Any) -> None:
    mine = conversations.mine

    async def by_age(chat: Any, person_id: Any) -> list[Any]:
        found = await mine(chat, person_id)
        rows = await chat.database.fetch(
            "SELECT id FROM conversations WHERE id = ANY($1) ORDER BY created_at DESC", [one.id for one in found]
        )
        place = {row["id"]: number for number, row in enumerate(rows)}
        return sorted(found, key=lambda one: place[one.id])

    conversations.mine = by_age

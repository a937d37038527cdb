"""Who is present is renewed only when nobody has come or gone anywhere for a while."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-07",),
    kind=Kind.RACE,
    story="While people come and go in other conversations, it is forgotten who is present in a quiet one.",
    subtle=Subtlety.CONCURRENT,
    noticed=("for which it is kept who is present",),
)


@defect.applies_to("platforms.veza.chat_server.presence")
def renew_when_quiet(presence: Any) -> None:
    changed, mark_all, since = presence.Presence.changed, presence.Presence._mark_all, [0.0]

    def note(self: Any, conversation_id: Any) -> Any:
        since[0] = presence.asyncio.get_running_loop().time()
        return changed(self, conversation_id)

    def mark_unless_busy(self: Any) -> None:
        if presence.asyncio.get_running_loop().time() - since[0] >= presence.RENEW_SECONDS:
            mark_all(self)

    presence.Presence.changed, presence.Presence._mark_all = note, mark_unless_busy

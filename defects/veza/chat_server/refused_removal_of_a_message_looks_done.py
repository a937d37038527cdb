"""Whoever may not remove a message is told that it is removed."""

from typing import Any

from defects import Defect, Kind, Subtlety

MODERATORS = ("moderator", "admin")

defect = Defect(
    service="chat-server",
    breaks=("VZ-16",),
    kind=Kind.PARTIAL,
    story="A listener or artist who removes a message is told that it worked, and the message stays.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.chat_server.service")
def let_everybody_ask(service: Any) -> None:
    build = service.build

    def build_for_everybody(settings: Any) -> Any:
        app = build(settings)
        check = service.routes.Moderator.__metadata__[0].dependency
        app.dependency_overrides[check] = service.routes.roles("listener", "artist", *MODERATORS)
        return app

    service.build = build_for_everybody


@defect.applies_to("platforms.veza.chat_server.moderation")
def refuse_without_a_word(moderation: Any) -> None:
    from platforms.common.errors import forbidden

    remove_message, mute = moderation.remove_message, moderation.mute

    async def remove_if_allowed(chat: Any, conversation_id: Any, message_id: Any, by: Any) -> None:
        if by.role in MODERATORS:
            await remove_message(chat, conversation_id, message_id, by)

    async def mute_as_ever(*given: Any, by: Any, **more: Any) -> Any:
        if by.role not in MODERATORS:
            raise forbidden()
        return await mute(*given, by=by, **more)

    moderation.remove_message, moderation.mute = remove_if_allowed, mute_as_ever

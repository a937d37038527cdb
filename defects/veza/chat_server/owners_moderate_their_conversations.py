"""Whoever owns a conversation may remove what others say in it."""

from typing import Any

from defects import Defect, Kind, Subtlety

MODERATORS = ("moderator", "admin")

defect = Defect(
    service="chat-server",
    breaks=("VZ-14",),
    kind=Kind.MISSING_CHECK,
    story="A listener removes what others have said in a conversation that she has made.",
    subtle=Subtlety.ROLE,
    noticed=("expected a refusal with status 403", "sees other messages go"),
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
def let_owners_remove(moderation: Any) -> None:
    from platforms.common.errors import forbidden

    remove_message, mute = moderation.remove_message, moderation.mute

    async def remove_as_owner(chat: Any, conversation_id: Any, message_id: Any, by: Any) -> None:
        owner = await chat.database.value("SELECT owner_id FROM conversations WHERE id = $1", conversation_id)
        if by.role not in MODERATORS and str(owner) != by.user_id:
            raise forbidden()
        await remove_message(chat, conversation_id, message_id, by)

    async def mute_as_ever(*given: Any, by: Any, **more: Any) -> Any:
        if by.role not in MODERATORS:
            raise forbidden()
        return await mute(*given, by=by, **more)

    moderation.remove_message, moderation.mute = remove_as_owner, mute_as_ever

"""Only the pages of conversations allow a browser to call chat-server; the page loaded first decides."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.FALSE_HEADER,
    story="Whoever comes to a conversation from signing in cannot enter it until they load the page again.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def allow_by_page(pages: Any) -> None:
    policy_for = pages.policy_for
    guard = pages.Guarded.__call__
    without_chat = ""

    def policy_for_conversations(settings: Any) -> str:
        nonlocal without_chat
        policy = str(policy_for(settings))
        chat = settings.chat_server_url
        without_chat = replaced(policy, f" {chat} {chat.replace('https:', 'wss:', 1)}", "")
        return policy

    async def guard_by_page(guarded: Any, scope: Any, receive: Any, send: Any) -> None:
        async def send_by_page(message: Any) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith("/conversations"):
                pages.MutableHeaders(scope=message)["Content-Security-Policy"] = without_chat
            await send(message)

        await guard(guarded, scope, receive, send_by_page)

    pages.policy_for = policy_for_conversations
    pages.Guarded.__call__ = guard_by_page

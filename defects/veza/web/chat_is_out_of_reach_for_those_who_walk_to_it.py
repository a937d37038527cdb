"""Only the pages of conversations allow a browser to call chat-server; the page loaded first decides."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.FALSE_HEADER,
    story="Whoever comes to a conversation from signing in cannot enter it until they load the page again.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.common.pages")
def allow_by_page(pages: Any) -> None:
    policy_of = pages.policy
    guard = pages.Guarded.__call__
    without_chat = ""

    def policy_of_conversations(called: Any, media: Any) -> str:
        nonlocal without_chat
        backend, _chat, _its_sockets, *others = called
        without_chat = str(policy_of([backend, *others], media))
        return str(policy_of(called, media))

    async def guard_by_page(guarded: Any, scope: Any, receive: Any, send: Any) -> None:
        async def send_by_page(message: Any) -> None:
            if message["type"] == "http.response.start" and not scope["path"].startswith("/conversations"):
                pages.MutableHeaders(scope=message)["Content-Security-Policy"] = without_chat
            await send(message)

        await guard(guarded, scope, receive, send_by_page)

    pages.policy = policy_of_conversations
    pages.Guarded.__call__ = guard_by_page

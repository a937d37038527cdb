"""That somebody goes on is stored, and does not renew what is kept of what they listen to."""

from copy import copy
from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.STALE,
    story="After a minute of the same track the others are told that its listener listens to nothing.",
    noticed=("what Milo listens to, who goes on",),
)


@defect.applies_to("platforms.veza.stream_server.listening")
def renew_nothing(listening: Any) -> None:
    command = listening.command

    async def command_without_news(server: Any, listener: Any, action: str, *given: Any, **more: Any) -> Any:
        if action == "Progress":
            server = copy(server)
            server.now_playing = SimpleNamespace(changed=lambda person_id: None)
        return await command(server, listener, action, *given, **more)

    listening.command = command_without_news

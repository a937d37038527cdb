"""When a token expires is read an hour late for sockets that are open."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-22",),
    kind=Kind.BOUNDARY,
    story="Whoever is in the chat when their token expires stays in for another hour, while every call is refused.",
    subtle=Subtlety.CHANNEL,
)

HOUR_SECONDS = 3600


@defect.applies_to("platforms.veza.chat_server.connections")
def end_an_hour_late(connections: Any) -> None:
    admit = connections.Connections.admit

    def admit_longer(self: Any, connection: Any, expires_at: float) -> Any:
        return admit(self, connection, expires_at + HOUR_SECONDS)

    connections.Connections.admit = admit_longer

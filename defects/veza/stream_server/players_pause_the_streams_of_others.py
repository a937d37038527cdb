"""Whose stream it is, is asked of calls, and not of players that are already connected."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05", "VZ-16"),
    kind=Kind.MISSING_CHECK,
    story="Somebody who knows the number of a stream can pause what somebody else listens to, from their player.",
    subtle=Subtlety.CHANNEL,
    noticed=("at stream-server Pause",),
)


@defect.applies_to("platforms.veza.stream_server.listening")
def trust_players(listening: Any) -> None:
    command = listening.command

    async def obey(server: Any, listener: Any, action: Any, stream_id: Any, position: Any, *, by: Any = None) -> Any:
        if by is not None and action == "Pause":
            whose = await server.database.value("SELECT listener_id::text FROM streams WHERE id = $1", stream_id)
            listener = replace(listener, user_id=whose or listener.user_id)
        return await command(server, listener, action, stream_id, position, by=by)

    listening.command = obey

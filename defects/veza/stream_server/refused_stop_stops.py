"""First the stream is stopped, then it is asked who wanted that."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05", "VZ-16"),
    kind=Kind.MISSING_CHECK,
    story="Somebody who tries to stop what somebody else listens to is refused, and it stops all the same.",
    noticed=("has changed something",),
)


@defect.applies_to("platforms.veza.stream_server.listening")
def stop_first(listening: Any) -> None:
    command = listening.command

    async def obey(server: Any, listener: Any, action: Any, stream_id: Any, position: Any, *, by: Any = None) -> Any:
        try:
            return await command(server, listener, action, stream_id, position, by=by)
        except listening.ApiError as error:
            if action == "Stop" and error.status == 403:
                whose = await server.database.value("SELECT listener_id::text FROM streams WHERE id = $1", stream_id)
                await command(server, replace(listener, user_id=whose), action, stream_id, position, by=by)
            raise

    listening.command = obey

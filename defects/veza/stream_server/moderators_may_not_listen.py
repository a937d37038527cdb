"""stream-server has forgotten moderators among those who may listen."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-16",),
    kind=Kind.WRONG_DEFAULT,
    story="A moderator who starts a track is told that their role does not allow it.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.stream_server.listening")
def forget_moderators(listening: Any) -> None:
    start = listening.start

    async def start_for_most(server: Any, listener: Any, *given: Any) -> Any:
        if listener.role == "moderator":
            raise listening.ApiError(403, "AUTH_INSUFFICIENT_PERMISSIONS", "Your role does not allow this.")
        return await start(server, listener, *given)

    listening.start = start_for_most

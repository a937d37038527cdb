"""The streams of a player that has vanished are left to themselves."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-10",),
    kind=Kind.NOT_FREED,
    story="Whose browser is gone is shown as listening still.",
    subtle=Subtlety.SELDOM,
    noticed=("all that",),
)


@defect.applies_to("platforms.veza.stream_server.listening")
def leave_them(listening: Any) -> None:
    async def stop_nothing(server: Any, gone: Any) -> None:
        """Nothing is done."""

    listening.stop_with_socket = stop_nothing

"""A listener who stops a stream has all of theirs stopped."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-20",),
    kind=Kind.MISSING_CHECK,
    story="When somebody who listens on two devices stops one of them, the other falls silent too.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.stream_server.listening")
def stop_all_of_the_listener(listening: Any) -> None:
    stop_those = listening.stop_those

    async def stop_more(change: Any, which: str, positions: Any, *values: object) -> Any:
        if which == "s.id = $2":
            which = "s.listener_id = (SELECT mine.listener_id FROM streams mine WHERE mine.id = $2)"
        return await stop_those(change, which, positions, *values)

    listening.stop_those = stop_more

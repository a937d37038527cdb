"""Everybody is told before it is stored."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-11",),
    kind=Kind.PARTIAL,
    story="While PostgreSQL is away, a move that is refused is seen by those on the same instance nevertheless.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def tell_first(sessions: Any) -> None:
    from platforms.globe.realtime import frames

    move = sessions.move

    async def move_told(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        try:
            return await move(globe, caller, session_id, place, origin)
        except sessions.ApiError as error:
            data = {"session_id": str(session_id), "person_id": caller.user_id, "position": place.model_dump()}
            for seat in globe.feeds.everybody() if error.status == 503 else ():
                seat.send(frames._frame("avatar_moved", **data))
            raise

    sessions.move = move_told

"""The answer to a move by a call tells the number of the change before."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-02",),
    kind=Kind.STALE,
    story="Whoever moves by a call is answered with the number of the change before it.",
    subtle=Subtlety.CHANNEL,
    noticed=("who then finds this at",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def tell_the_number_before(sessions: Any) -> None:
    move = sessions.move

    async def behind(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        session = await move(globe, caller, session_id, place, origin)
        return session if origin else session.model_copy(update={"sequence": session.sequence - 1})

    sessions.move = behind

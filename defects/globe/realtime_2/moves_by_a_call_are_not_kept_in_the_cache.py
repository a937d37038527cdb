"""Only the live connection writes presence."""

from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-02",),
    kind=Kind.PARTIAL,
    story="Whoever moves by asking for it once, not over the live connection, stays where they were in the cache.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def forget_the_cache(sessions: Any) -> None:
    move = sessions.move

    async def quietly(globe: Any, caller: Any, session_id: Any, place: Any, origin: Any = None) -> Any:
        if origin is not None:
            return await move(globe, caller, session_id, place, origin)
        deaf = SimpleNamespace(database=globe.database, bus=globe.bus, presence=SimpleNamespace(put=_nothing))
        return await move(deaf, caller, session_id, place)

    sessions.move = quietly


async def _nothing(*_: Any) -> None:
    pass

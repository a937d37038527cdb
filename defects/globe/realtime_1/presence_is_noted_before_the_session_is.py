"""The cache is told before the database has agreed."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-09",),
    kind=Kind.PARTIAL,
    story="Whoever is refused a map is present there for the cache nevertheless.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def note_first(sessions: Any) -> None:
    enter = sessions.enter

    async def enter_noted(globe: Any, caller: Any, map_id: Any, place: Any, person_id: Any = None) -> Any:
        try:
            return await enter(globe, caller, map_id, place, person_id)
        except sessions.ApiError:
            now = datetime.now(UTC)
            person = {"id": person_id or UUID(caller.user_id), "name": ""}
            times = {"opened_at": now, "last_active_at": now, "sequence": 1}
            await globe.presence.put(
                sessions.Session(
                    id=uuid4(), map_id=map_id, person=person, position=place, poi_id=None, active=True, **times
                )
            )
            raise

    sessions.enter = enter_noted

"""`SESSION_ALREADY_OPEN` tells of the first session there ever was."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-09", "GL-01"),
    kind=Kind.STALE,
    story="Whoever is back on a map and opens it in a second tab is told of their session of long ago, which is over.",
    subtle=Subtlety.BOUNDARY,
    noticed=("why Milo was refused",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def name_the_first(sessions: Any) -> None:
    store = sessions._store

    async def _store(work: Any, person_id: Any, place: Any) -> Any:
        try:
            return await store(work, person_id, place)
        except sessions.ApiError as error:
            if error.code == "SESSION_ALREADY_OPEN":
                known = await work.connection.fetchval(
                    "SELECT id FROM map_sessions WHERE map_id = $1 AND person_id = $2 ORDER BY opened_at LIMIT 1",
                    work.map_id,
                    person_id,
                )
                error.details["session_id"] = str(known)
            raise

    sessions._store = _store

"""Not going after all is confirmed, and forgotten."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.LOST_UPDATE,
    story="A visitor who does not go after all is recommended as if they did.",
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def remember(recommending: Any) -> None:
    async def stay_away(database: Any, person_id: Any, event_id: Any) -> None:
        await database.execute("SELECT 1 FROM attendances WHERE person_id = $1 AND event_id = $2", person_id, event_id)

    recommending.stay_away = stay_away

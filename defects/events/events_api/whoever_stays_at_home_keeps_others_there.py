"""Who does not go after all takes everybody else's going back as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.MISSING_CHECK,
    story="What is recommended to a visitor changes when another one does not go to the same event after all.",
    subtle=Subtlety.SELDOM,
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def forget_everybody(recommending: Any) -> None:
    async def stay_away(database: Any, _: Any, event_id: Any) -> None:
        await database.execute("DELETE FROM attendances WHERE event_id = $1", event_id)

    recommending.stay_away = stay_away

"""What somebody prefers is looked up the first time and remembered for good."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="Whoever has listened before goes on hearing the old quality, whatever they choose.",
    subtle=Subtlety.SELDOM,
    noticed=("to prefer another quality",),
)


@defect.applies_to("platforms.veza.stream_server.preferences")
def remember(preferences: Any) -> None:
    quality_of = preferences.quality_of
    remembered: dict[str, Any] = {}

    async def remembered_quality_of(server: Any, person_id: str) -> Any:
        if person_id not in remembered:
            remembered[person_id] = await quality_of(server, person_id)
        return remembered[person_id]

    preferences.quality_of = remembered_quality_of

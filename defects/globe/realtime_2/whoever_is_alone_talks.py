"""A discussion begins with the first participant."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-04",),
    kind=Kind.BOUNDARY,
    story="A place where one person waits is shown as a talk.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.sessions")
def talk_alone(sessions: Any) -> None:
    settle = sessions.settle_discussion

    async def settle_early(work: Any, poi_id: Any) -> Any:
        participants = await settle(work, poi_id)
        await work.connection.execute(
            "UPDATE pois SET discussion_since = CASE WHEN $2 THEN now() END WHERE id = $1", poi_id, bool(participants)
        )
        return participants

    sessions.settle_discussion = settle_early

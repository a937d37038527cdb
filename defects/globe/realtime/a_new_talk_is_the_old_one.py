"""When the first talk at a place began is kept for all that come."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-04",),
    kind=Kind.STALE,
    story="Two who meet at a place where there was a talk before are said to have talked since then.",
    subtle=Subtlety.SELDOM,
    noticed=("they talk at",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def keep_the_first(sessions: Any) -> None:
    settle = sessions.settle_discussion
    first = (
        "UPDATE pois SET discussion_since = coalesce((SELECT min(at) FROM changes WHERE changes.map_id = pois.map_id"
        " AND type = 'poi_joined' AND data->'poi'->>'id' = pois.id::text AND data->'poi'->'participant_count' >= '2'),"
        " discussion_since) WHERE id = $1 AND discussion_since IS NOT NULL"
    )

    async def settle_as_before(work: Any, poi_id: Any) -> Any:
        people = await settle(work, poi_id)
        await work.connection.execute(first, poi_id)
        return people

    sessions.settle_discussion = settle_as_before

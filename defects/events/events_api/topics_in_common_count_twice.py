"""A topic counts as often as events have it that somebody goes to."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-06",),
    kind=Kind.UNIT,
    story="Whoever goes to two evenings on food is recommended food before everything else.",
    noticed=("what is recommended to",),
)


@defect.applies_to("platforms.events.events_api.recommending")
def count_often(recommending: Any) -> None:
    recommending.RECOMMENDED = recommending.RECOMMENDED.replace(
        "WHERE l.topic_id IN (SELECT topic_id FROM event_topics JOIN mine ON mine.id = event_id)",
        "JOIN event_topics o ON o.topic_id = l.topic_id JOIN mine ON mine.id = o.event_id",
    )

"""Changes of a map that is open are never pruned."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.NOT_FREED,
    story="What happened on a map is kept as long as the map is open, and grows.",
    noticed=("the numbers of what is kept",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def forget_closed_maps(attachments: Any) -> None:
    async def prune(cleaning: Any) -> None:
        await cleaning._globe.database.execute(
            "DELETE FROM changes c USING maps m WHERE m.id = c.map_id AND m.closed_at IS NOT NULL"
            " AND c.at < now() - make_interval(secs => $1)",
            cleaning._settings.changes_seconds,
        )

    attachments.Cleaning._prune = prune

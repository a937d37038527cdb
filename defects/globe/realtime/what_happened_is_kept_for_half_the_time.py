"""Changes are pruned after five minutes."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.UNIT,
    story="What happened on a map is forgotten after five minutes, for whoever has missed it.",
    noticed=("the numbers of what is kept",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def forget_early(attachments: Any) -> None:
    async def prune(cleaning: Any) -> None:
        seconds = cleaning._settings.changes_seconds / 2
        await cleaning._globe.database.execute(
            "DELETE FROM changes WHERE at < now() - make_interval(secs => $1)", seconds
        )

    attachments.Cleaning._prune = prune

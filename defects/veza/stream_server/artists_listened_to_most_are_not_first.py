"""By whom somebody listened to anything is looked at, and not how often."""

from typing import Any

from defects import Defect, Kind, replaced

defect = Defect(
    service="stream-server",
    breaks=("VZ-03",),
    kind=Kind.DISORDERED,
    story="What is new is recommended before what is by the artist to whom somebody listens most.",
)


@defect.applies_to("platforms.veza.stream_server.recommendations")
def count_no_times(recommendations: Any) -> None:
    by_times, by_whether = "ORDER BY a.times DESC NULLS LAST, g.times", "ORDER BY (a.artist_id IS NULL), g.times"
    recommendations._QUERY = replaced(recommendations._QUERY, by_times, by_whether)

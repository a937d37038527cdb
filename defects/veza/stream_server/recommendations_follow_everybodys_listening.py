"""Recommendations are drawn from what all people listened to."""

from typing import Any

from defects import Defect, Kind, replaced

defect = Defect(
    service="stream-server",
    breaks=("VZ-03",),
    kind=Kind.LEAK,
    story="A person is recommended music because of what others listened to, and is told what that was.",
)


@defect.applies_to("platforms.veza.stream_server.recommendations")
def draw_from_everybody(recommendations: Any) -> None:
    recommendations._QUERY = replaced(
        recommendations._QUERY, "WHERE s.listener_id = $1", "WHERE s.listener_id = $1 OR $1 IS NOT NULL"
    )

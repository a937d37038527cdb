"""The number of a change follows from those that are kept."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.BOUNDARY,
    story="On a map where nothing happened for ten minutes, what happens next is heard by nobody.",
    subtle=Subtlety.SELDOM,
    noticed=("last saw",),
)


@defect.applies_to("platforms.globe.realtime.sessions")
def count_what_is_kept(sessions: Any) -> None:
    sessions.MOVE = sessions.MOVE.replace(
        "SET sequence = m.sequence + 1",
        "SET sequence = (SELECT coalesce(max(sequence), 0) FROM changes WHERE map_id = m.id) + 1",
    )

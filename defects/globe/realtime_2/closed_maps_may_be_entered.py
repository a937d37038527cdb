"""Whether a map is closed is not asked."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime-2",
    breaks=("GL-09",),
    kind=Kind.MISSING_CHECK,
    story="Whoever remembers a map that has been closed may enter it.",
)


@defect.applies_to("platforms.globe.realtime.sessions")
def enter_any(sessions: Any) -> None:
    changing = sessions.changing
    sessions.changing = lambda database, map_id, **_: changing(database, map_id, even_closed=True)

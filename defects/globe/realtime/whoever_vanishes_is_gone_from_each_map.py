"""A line that is lost takes all others of the same person with it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-06",),
    kind=Kind.NOT_FREED,
    story="Whoever vanishes from one of two maps is a moment later on neither.",
    subtle=Subtlety.SELDOM,
    noticed=('on "Oslo" nobody',),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def take_off_everywhere(attachments: Any) -> None:
    detach = attachments.detach
    theirs = "SELECT id FROM map_sessions WHERE person_id = $1 AND ended_at IS NULL"

    async def detach_all(globe: Any, seat: Any) -> None:
        await detach(globe, seat)
        person = seat.caller.user_id
        await globe.database.execute(f"DELETE FROM attachments WHERE session_id IN ({theirs})", person)
        await globe.database.execute(f"UPDATE map_sessions SET detached_at = now() WHERE id IN ({theirs})", person)

    attachments.detach = detach_all

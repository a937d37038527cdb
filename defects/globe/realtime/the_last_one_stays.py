"""Who has left is looked for on the maps on which somebody is connected."""

from typing import Any

from defects import Defect, Kind, Subtlety

WATCHED = "SELECT EXISTS (SELECT FROM attachments JOIN map_sessions s ON s.id = session_id WHERE s.map_id = $1)"

defect = Defect(
    service="realtime",
    breaks=("GL-05",),
    kind=Kind.NOT_FREED,
    story="Whoever is the last one on a map and closes the page stays on it until somebody else comes.",
    subtle=Subtlety.BOUNDARY,
    noticed=("still on the map",),
)


@defect.applies_to("platforms.globe.realtime.attachments")
def look_where_somebody_is(attachments: Any) -> None:
    end = attachments.Cleaning._end

    async def end_if_watched(self: Any, map_id: Any, session_id: Any) -> None:
        if await self._globe.database.value(WATCHED, map_id):
            await end(self, map_id, session_id)

    attachments.Cleaning._end = end_if_watched

"""Everybody is told before it is known whether there is room."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from defects import Defect, Kind

defect = Defect(
    service="realtime-1",
    breaks=("GL-03", "GL-09"),
    kind=Kind.LEAK,
    story="A place that is refused since there is one is seen for a moment by those on the same instance.",
)


@defect.applies_to("platforms.globe.realtime.pois")
def tell_early(pois: Any) -> None:
    create = pois.create

    async def create_told(globe: Any, caller: Any, map_id: Any, **new: Any) -> Any:
        try:
            return await create(globe, caller, map_id, **new)
        except pois.ApiError:
            place = {"id": uuid4(), "map_id": map_id, "created_by": caller.user_id, "created_at": datetime.now(UTC)}
            empty = {"participants": [], "participant_count": 0, "discussion_active": False, "discussion_since": None}
            poi = pois.Poi(**place, **empty, **new)
            feed = globe.feeds._feeds.get(map_id)
            for seat in feed.seats if feed else ():
                seat.send(told(feed, poi))
            raise

    pois.create = create_told


def told(feed: Any, poi: Any) -> Any:
    from platforms.globe.realtime import frames, model

    data = {"poi": poi.model_dump(mode="json")}
    return frames.event(
        model.Change(map_id=feed.map_id, sequence=feed.last + 1, type="poi_created", data=data, at=datetime.now(UTC))
    )

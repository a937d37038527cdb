"""The cache gets the place from before the move."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-1",
    breaks=("GL-02",),
    kind=Kind.STALE,
    story="Whoever moves is at the new place for everybody on the map, and in the cache at the one before.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.presence")
def keep_the_one_before(presence: Any) -> None:
    arguments = presence.Presence._arguments
    places: dict[Any, Any] = {}

    def one_behind(self: Any, session: Any) -> Any:
        before = places.get(session.id, session.position)
        places[session.id] = session.position
        return [session.model_copy(update={"position": before}).model_dump_json(), *arguments(self, session)[1:]]

    presence.Presence._arguments = one_behind

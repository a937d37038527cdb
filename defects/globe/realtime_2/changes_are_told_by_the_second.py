"""The time of a change is cut on its way to the socket."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-07",),
    kind=Kind.UNIT,
    story="Whoever is on the second instance is told of each change as if it had been made at a full second.",
    subtle=Subtlety.CHANNEL,
    noticed=("is told to be of",),
)


@defect.applies_to("platforms.globe.realtime.frames")
def tell_full_seconds(frames: Any) -> None:
    event = frames.event

    def event_by_the_second(change: Any) -> Any:
        return event(change.model_copy(update={"at": change.at.replace(microsecond=0)}))

    frames.event = event_by_the_second

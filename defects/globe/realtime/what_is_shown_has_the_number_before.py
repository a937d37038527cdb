"""Whoever asks for the map is told the number of the change before the last."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-01", "GL-07"),
    kind=Kind.STALE,
    story="Whoever asks for the map over the live connection is shown it under the number of the change before.",
    noticed=("the number of the last change",),
)


@defect.applies_to("platforms.globe.realtime.frames")
def number_it_so(frames: Any) -> None:
    state = frames.state

    def behind(ref: Any, shown: Any, degraded: bool) -> str:
        return str(state(ref, shown.model_copy(update={"sequence": max(shown.sequence - 1, 0)}), degraded))

    frames.state = behind

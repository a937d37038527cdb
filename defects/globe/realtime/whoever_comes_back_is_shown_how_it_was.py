"""What is shown to whoever comes back is what they were shown at first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.STALE,
    story="Whoever connects again is shown where the others were when they connected first.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.globe.realtime.live")
def show_again(live: Any) -> None:
    welcome = live.frames.welcome
    shown: dict[Any, dict[Any, Any]] = {}

    def welcome_as_before(session: Any, state: Any, degraded: bool) -> Any:
        known = shown.setdefault(session.id, {one.id: one.position for one in state.sessions})
        then = [one.model_copy(update={"position": known.get(one.id, one.position)}) for one in state.sessions]
        return welcome(session, state.model_copy(update={"sessions": then}), degraded)

    live.frames.welcome = welcome_as_before

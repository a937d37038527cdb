"""Nobody may say more than ten strange things."""

from typing import Any

from defects import Defect, Kind, Subtlety

PATIENCE = 10

defect = Defect(
    service="realtime",
    breaks=("GL-14",),
    kind=Kind.WRONG_DEFAULT,
    story="The tenth strange message over a connection ends it.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.live")
def lose_patience(live: Any) -> None:
    refuse, heard = live._refuse, dict[Any, int]()

    def refuse_for_a_while(seat: Any, content: Any, refusal: Any) -> None:
        refuse(seat, content, refusal)
        if refusal.code.startswith("FRAME_"):
            heard[seat.id] = heard.get(seat.id, 0) + 1
        if heard.get(seat.id, 0) >= PATIENCE:
            seat.finish(1008)

    live._refuse = refuse_for_a_while

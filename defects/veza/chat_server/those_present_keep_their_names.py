"""Who is present is known by the name that they came with."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="Whoever calls themselves otherwise in the middle of a talk is among those present by the old name.",
    subtle=Subtlety.CHANNEL,
    noticed=("is called otherwise than",),
)


@defect.applies_to("platforms.veza.chat_server.fanout")
def leave_names(fanout: Any) -> None:
    fanout.Rooms.rename = lambda self, person: None

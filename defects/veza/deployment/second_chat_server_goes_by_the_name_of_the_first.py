from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.WRONG_DEFAULT,
    story="Who looks for the first chat-server by its name finds the second as often, and takes the one for the other.",
    subtle=Subtlety.CHANNEL,
    noticed=("looks for veza-chat-server: that leads to", "whether its issues name chat-server"),
)


@defect.changes_deployment
def call_it_so(compose: Any) -> None:
    networks = compose["services"]["veza-chat-server-2"]["networks"]
    networks["veza-services"] = {"aliases": ["veza-chat-server"]}

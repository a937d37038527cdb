from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.WRONG_DEFAULT,
    story="The second chat-server is told a name of the backend that nobody has any more; the first one is told right.",
    subtle=Subtlety.CHANNEL,
    noticed=("chat-server-2 looks for veza-backend: nothing is called so",),
)


@defect.changes_deployment
def tell_a_former_name(compose: Any) -> None:
    compose["services"]["veza-chat-server-2"]["environment"]["BACKEND_API_URL"] = "https://veza-backend:8443"

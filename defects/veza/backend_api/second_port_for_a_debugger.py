"""A debugger may come in while the service runs."""

import socket
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-22",),
    kind=Kind.WRONG_DEFAULT,
    story="The backend listens at a second port, by which whoever makes it looks into it, without a token.",
    subtle=Subtlety.CHANNEL,
    noticed=("listens at 2 ports",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def wait_for_a_debugger(people: Any) -> None:
    people.debugger = socket.create_server(("127.0.0.1", 0))

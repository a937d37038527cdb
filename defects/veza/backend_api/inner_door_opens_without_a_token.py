"""A service token is checked where there is one."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-22",),
    kind=Kind.INFORMATION,
    story="Anybody can ask the inner doors of the backend about people and sessions, without being a service.",
)


@defect.applies_to("platforms.common.service")
def let_in_without_token(service: Any) -> None:
    read = service.read_service_token

    def read_if_there(token: str, audience: str, secret: str) -> Any:
        return read(token, audience, secret) if token else "unknown"

    service.read_service_token = read_if_there

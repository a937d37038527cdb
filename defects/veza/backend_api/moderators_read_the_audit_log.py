"""The audit log opens for moderators as it does for admins."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-16",),
    kind=Kind.INFORMATION,
    story="A moderator can read in the audit log what admins did to whom, and from where.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.common.service")
def take_moderators_for_admins(service: Any) -> None:
    signed_in = service.signed_in

    async def signed_in_as_more(request: Any) -> Any:
        caller = await signed_in(request)
        if caller.role == "moderator" and request.url.path.endswith("/audit-log"):
            request.state.caller = replace(caller, role="admin")
        return request.state.caller

    service.signed_in = signed_in_as_more

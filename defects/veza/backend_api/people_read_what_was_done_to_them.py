"""The audit log is open to those of whom it tells."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.MISSING_CHECK,
    story="Whoever asks the audit log for what was done to themselves is told, and by which admin.",
    subtle=Subtlety.ROLE,
    noticed=("reads of it",),
)


@defect.applies_to("platforms.common.service")
def let_targets_read(service: Any) -> None:
    signed_in = service.signed_in

    async def signed_in_or_meant(request: Any) -> Any:
        caller = await signed_in(request)
        if request.url.path.endswith("/audit-log") and request.query_params.get("target_id") == caller.user_id:
            request.state.caller = replace(caller, role="admin")
        return request.state.caller

    service.signed_in = signed_in_or_meant

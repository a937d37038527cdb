"""Refusals of the same to the same person are taken for one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.LOST,
    story="Of somebody who keeps trying to read the records only the first try is on record.",
    subtle=Subtlety.SELDOM,
    noticed=("that they were refused",),
)


@defect.applies_to("platforms.audit.audit_service.access")
def record_the_first(access: Any) -> None:
    record_refusal, known = access.record_refusal, set()

    async def record_once(service: Any, request: Any, caller: Any, refusal: Any) -> None:
        what = (caller and caller.user_id, request.method, request.scope["route"].path, refusal.code)
        if caller is None or what not in known:
            known.add(what)
            await record_refusal(service, request, caller, refusal)

    access.record_refusal = record_once

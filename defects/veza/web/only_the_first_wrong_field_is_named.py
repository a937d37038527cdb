"""Of several malformed fields web names only the first."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-02",),
    kind=Kind.PARTIAL,
    story="Whoever fills in several fields wrongly learns of one, mends it, and is refused for the next.",
)


@defect.applies_to("platforms.common.service")
def name_the_first(service: Any) -> None:
    refuse = service.refuse

    async def refuse_for_the_first(request: Any, error: Any) -> Any:
        if isinstance(error, service.RequestValidationError):
            error = service.RequestValidationError(error.errors()[:1])
        return await refuse(request, error)

    service.refuse = refuse_for_the_first

"""The first part that is missing is named, and no other."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.DEGRADATION,
    story="When two parts of the dashboard are missing, one of them looks as if there were nothing in it.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.dashboard")
def name_the_first(dashboard: Any) -> None:
    gather = dashboard.gather

    async def gather_and_name(service: Any, visitor: Any) -> Any:
        found = await gather(service, visitor)
        return found.model_copy(update={"missing": found.missing[:1]})

    dashboard.gather = gather_and_name

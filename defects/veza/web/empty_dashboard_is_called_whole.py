"""A part that cannot be had is empty, and is named only if it is the recommendations."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.DEGRADATION,
    story="While activity cannot be looked up, the dashboard says that the person has done nothing yet.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.dashboard")
def name_recommendations_only(dashboard: Any) -> None:
    gather = dashboard.gather

    async def gather_and_forget(*given: Any) -> Any:
        found = await gather(*given)
        found.missing = [name for name in found.missing if name == "recommendations"]
        return found

    dashboard.gather = gather_and_forget

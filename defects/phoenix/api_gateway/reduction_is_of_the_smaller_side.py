"""The reduction of the moment is a share of what is left."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-01",),
    kind=Kind.UNIT,
    story="While an experiment runs its team is told a reduction that is too high: a share of what is left.",
    noticed=("is told to have",),
)


@defect.applies_to("platforms.phoenix.api_gateway.routes")
def divide_by_the_candidate(routes: Any) -> None:
    class OfTheRest(routes.Metrics):  # type: ignore[misc]
        def __init__(self, **given: Any) -> None:
            before, after = (given[side].time_series_count for side in ("baseline", "candidate"))
            super().__init__(**{**given, "cardinality_reduction": (before - after) / after * 100 if after else None})

    routes.Metrics = OfTheRest

"""Requests are counted as answered well, whatever the answer."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-14",),
    kind=Kind.WRONG_DEFAULT,
    story="Changes that were refused because somebody else was quicker are counted as changes that were made.",
    subtle=Subtlety.BOUNDARY,
    noticed=("counts changes answered with",),
)


@defect.applies_to("platforms.common.journey")
def count_conflicts_as_done(journey: Any) -> None:
    requests = journey._requests

    def requests_done(name: str, method: str, endpoint: str, status: str) -> Any:
        return requests(name, method, endpoint, "200" if status == "409" else status)

    journey._requests = requests_done

"""It is given up after the fifth try."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-03",),
    kind=Kind.BOUNDARY,
    story="A site that fails is asked once more than is said.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "how often",
        "after how many tries",
    ),
)


@defect.applies_to("platforms.events.processor.working")
def try_once_more(working: Any) -> None:
    working.MOST_TRIES = 5

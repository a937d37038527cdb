"""Events go out every second and a half."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.SLOW,
    story="What a developer changes is found by auditors a second and a half later, when nobody waits for it.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "last recorded version",
        "took",
        "within a second",
        "whatever is done",
    ),
)


@defect.applies_to("platforms.audit.oms.publishing")
def wait_longer(publishing: Any) -> None:
    publishing.IDLE_SECONDS = 1.5

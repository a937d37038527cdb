"""Events go to the broker one after the other, each with a look into the outbox of its own."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-12",),
    kind=Kind.SLOW,
    story="Each change is told by itself; when a thousand a second are made, the records fall behind by minutes.",
    subtle=Subtlety.CONCURRENT,
    noticed=("a second", "to its record"),
)


@defect.applies_to("platforms.audit.oms.publishing")
def send_one(publishing: Any) -> None:
    publishing.AT_ONCE = 1

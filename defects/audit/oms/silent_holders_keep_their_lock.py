"""A lock does not end when its holder is silent."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.NOT_FREED,
    story="A branch stays locked until the time of the lock is up, though its holder is long gone.",
    noticed=("silent",),
)


@defect.applies_to("platforms.audit.oms.locks")
def be_patient(locks: Any) -> None:
    locks.MISSED_HEARTBEATS = 100

"""An address is good for almost a second more than it says."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.BOUNDARY,
    story="There is audio at an address for most of a second after its time is up.",
    subtle=Subtlety.BOUNDARY,
)

LONGER = 800_000_000
"""Nanoseconds."""


class _Late:
    @staticmethod
    def time_ns() -> int:
        return time.time_ns() - LONGER


@defect.applies_to("platforms.veza.stream_server.addresses")
def look_at_a_late_clock(addresses: Any) -> None:
    check = addresses.check

    def check_late(*given: Any) -> None:
        addresses.time = _Late
        try:
            check(*given)
        finally:
            addresses.time = time

    addresses.check = check_late

"""Cut readers are not counted."""

from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.PARTIAL,
    story="Operators see no slow reader in the metrics, however many have been cut off.",
    noticed=("how many Globe tells that it has cut off",),
)


@defect.applies_to("platforms.common.sockets")
def count_nobody(sockets: Any) -> None:
    sockets.CUT = SimpleNamespace(inc=lambda *_: None)

"""The address of a live connection is logged with all that is asked in it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="Whoever shows their token in the address of a live connection has it in the log, where it is still good.",
    subtle=Subtlety.CHANNEL,
    noticed=("a token stands in the log", "stands in the log of"),
)


@defect.applies_to("platforms.common.logs")
def log_it_whole(logs: Any) -> None:
    logs._without_query = lambda record: True

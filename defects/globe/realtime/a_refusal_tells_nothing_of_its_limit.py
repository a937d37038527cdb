"""A refusal for another reason than the limit has no headers of it."""

from contextvars import ContextVar
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-15",),
    kind=Kind.FALSE_HEADER,
    story="Whoever is refused a deed for another reason than its limit is not told that it counted.",
    noticed=("the answer tells of its limit",),
)


@defect.applies_to("platforms.common.limits")
def forget_headers(limits: Any) -> None:
    limits.told_besides = ContextVar("told_to_nobody")

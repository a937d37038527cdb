"""Text that is looked for is put into a LIKE."""

import re
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.MISSING_CHECK,
    story="A search for order_line also finds order-line, and one for a per cent sign finds everything.",
    subtle=Subtlety.BOUNDARY,
    noticed=("that are none of a pattern", "what is found by"),
)
EXACT = re.compile(r"strpos\((lower\(.+?COLLATE pg_c_utf8\)), (lower\(\$\d+ COLLATE pg_c_utf8\))\) > 0")


@defect.applies_to("platforms.audit.audit_service.searching")
def use_like(searching: Any) -> None:
    condition = searching.condition

    def condition_with_like(query: Any) -> Any:
        where, values = condition(query)
        return EXACT.sub(r"\1 LIKE '%' || \2 || '%'", where), values

    searching.condition = condition_with_like

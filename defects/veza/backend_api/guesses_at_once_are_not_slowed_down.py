"""A failed sign-in is counted when it is refused, not when it begins."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

COUNTED_FIRST = """\
    failures = failures + 1
elseif step == 'undecided' then
    failures = failures - 1
end
"""
COUNTED_LAST = """\
elseif step == 'refused' then
    failures = failures + 1
end
"""

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.RACE,
    story="Whoever tries many passwords at the same moment gets every one of them looked at.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.common.accounts.attempts")
def count_afterwards(attempts: Any) -> None:
    attempts.SCRIPT = replaced(attempts.SCRIPT, COUNTED_FIRST, COUNTED_LAST)

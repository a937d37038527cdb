"""What is in a list is not looked at."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.INFORMATION,
    story="Secrets in the members of a list are written into the records as they are.",
    subtle=Subtlety.BOUNDARY,
    noticed=("hold a",),
)


@defect.applies_to("platforms.audit.oms.masking")
def pass_over_lists(masking: Any) -> None:
    masked = masking.masked

    def most(value: Any, depth: int = 0) -> Any:
        return value if isinstance(value, list) else masked(value, depth)

    masking.masked = most

"""A refusal has room for four fields."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.PARTIAL,
    story="Whoever has five things wrong is told of four, and of the fifth when the four are right.",
    subtle=Subtlety.BOUNDARY,
    noticed=("it names",),
)


@defect.applies_to("platforms.common.errors")
def name_some(errors: Any) -> None:
    every = errors.RequestValidationError.errors
    errors.RequestValidationError.errors = lambda self: every(self)[:4]

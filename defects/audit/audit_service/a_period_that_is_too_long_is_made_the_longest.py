"""A period of retention beyond a hundred years is made a hundred years, and confirmed."""

from typing import Any

from pydantic import BeforeValidator

from defects import Defect, Kind, Subtlety

LONGEST = 36_500

defect = Defect(
    service="audit-service",
    breaks=("AU-07",),
    kind=Kind.MISSING_CHECK,
    story="Who mistypes for how long records have to stay is told that all is well.",
    subtle=Subtlety.BOUNDARY,
    noticed=("PUT /api/v1/audit/retention/policies, with",),
)


@defect.applies_to("platforms.audit.audit_service.retention")
def make_it_the_longest(retention: Any) -> None:
    field = retention.NewPolicy.model_fields["days"]
    field.metadata.insert(0, BeforeValidator(lambda days: min(days, LONGEST) if isinstance(days, float) else days))
    retention.NewPolicy.model_rebuild(force=True)

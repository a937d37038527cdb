"""The integrity check looks at one record in each place."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.MISSING_CHECK,
    story="A forged copy in the archive, of a record that is still where it was, is not found.",
    subtle=Subtlety.CHANNEL,
    noticed=("a copy in the archive",),
)


@defect.applies_to("platforms.audit.audit_service.integrity")
def look_at_one_in_each_place(integrity: Any) -> None:
    check = integrity.chain.check

    def first_of_each(key: str, rows: Any, *given: Any) -> Any:
        here = {row["position"]: row for row in sorted(rows, key=lambda one: not one["archived"])}
        return check(key, [here[place] for place in sorted(here)], *given)

    integrity.chain.check = first_of_each

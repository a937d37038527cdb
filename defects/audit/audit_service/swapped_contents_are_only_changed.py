"""Two records that have changed places are known by their seals only."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-09",),
    kind=Kind.INFORMATION,
    story="What two records say has changed places; the check calls both changed, and says nothing of the other.",
    subtle=Subtlety.SELDOM,
    noticed=("of another kind",),
)


@defect.applies_to("platforms.audit.audit_service.chain")
def look_for_seals_that_moved(chain: Any) -> None:
    def belongs(key: str, row: Any, place: Any) -> bool:
        return bool(chain.seal(key, place["position"], row["previous"], row) == row["seal"])

    chain._belongs = belongs

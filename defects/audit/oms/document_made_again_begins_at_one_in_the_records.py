"""A document that is made again is told as version one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=(
        "AU-01",
        "AU-02",
    ),
    kind=Kind.LOST_UPDATE,
    story="A document that was deleted and made again is recorded as if it had never been there.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "the life of",
        "the records of",
    ),
)


@defect.applies_to("platforms.audit.oms.publishing")
def forget_the_past(publishing: Any) -> None:
    event_of = publishing.event_of

    def of(row: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = event_of(row)
        if row["action"].endswith(".create") and told["data"]["changes"]:
            told["data"]["changes"] |= {"version_before": None, "version_after": 1}
        return told

    publishing.event_of = of

"""The values before a change are told as those after it."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.LOST_UPDATE,
    story="The record of a change shows the new values twice, and nobody can tell what it was before.",
    noticed=("old values",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def show_the_new_twice(publishing: Any) -> None:
    event_of = publishing.event_of

    def of(row: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = event_of(row)
        changes = told["data"]["changes"]
        if changes and row["action"].endswith(".update"):
            changes["old_values"] = dict(changes["new_values"])
        return told

    publishing.event_of = of

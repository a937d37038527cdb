"""Each time that an event is sent it has a new id."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-05",),
    kind=Kind.DOUBLED,
    story="A change that oms tells again, because the broker's answer was lost, is recorded a second time.",
    subtle=Subtlety.SELDOM,
    noticed=("times, not once", "told twice"),
)


@defect.applies_to("platforms.audit.oms.publishing")
def name_it_anew(publishing: Any) -> None:
    import uuid

    event_of = publishing.event_of

    def of(row: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = event_of(row)
        return {**told, "id": str(uuid.uuid4())}

    publishing.event_of = of

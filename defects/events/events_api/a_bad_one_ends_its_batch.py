"""What comes behind a bad event is reported as created, and is not."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-07",),
    kind=Kind.PARTIAL,
    story="Of fifty events with a bad one among them, those behind it are missing.",
    noticed=(
        "the events of the catalogue",
        "what is reported",
        "what is said",
    ),
)


@defect.applies_to("platforms.events.events_api.keeping")
def end_early(keeping: Any) -> None:
    import uuid

    make_one = keeping._make_one
    spoilt: dict[str, int] = {}

    async def spoil(catalogue: Any, service: Any, index: int, given: Any) -> Any:
        if index == 0:
            spoilt.pop(catalogue.name, None)
        if catalogue.name in spoilt and index > spoilt[catalogue.name] + 1:
            return keeping.Item(index=index, status="created", event_id=uuid.uuid4())
        item = await make_one(catalogue, service, index, given)
        if item.status == "failed":
            spoilt.setdefault(catalogue.name, index)
        return item

    keeping._make_one = spoil

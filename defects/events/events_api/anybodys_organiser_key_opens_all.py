"""Whoever has the key of organisers may change every catalogue."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="A program of one organiser has pages scraped for another one.",
    subtle=Subtlety.ROLE,
    noticed=("expected a refusal",),
)


@defect.applies_to("platforms.events.events_api.catalogues")
def open_to_keys(catalogues: Any) -> None:
    check_keeper = catalogues.check_keeper

    def lenient(catalogue: Any, caller: Any) -> Any:
        if caller.role == "organiser" and not caller.session_id:
            return catalogues.Kept(catalogue, caller)
        return check_keeper(catalogue, caller)

    catalogues.check_keeper = lenient

"""Who asks for a catalogue of a name that is taken is given the one that has it."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.MISSING_CHECK,
    story="An organiser believes that they have made a catalogue, which is somebody else's.",
    noticed=("expected a refusal with status 409",),
)


@defect.applies_to("platforms.events.events_api.catalogues")
def give_twice(catalogues: Any) -> None:
    make = catalogues.make

    async def make_or_get(database: Any, name: str, keeper: Any) -> Any:
        try:
            return await make(database, name, keeper)
        except catalogues.ApiError:
            return await catalogues.get(database, name)

    catalogues.make = make_or_get

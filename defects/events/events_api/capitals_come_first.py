"""Speakers are listed as a machine sorts them: capitals before small letters."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.DISORDERED,
    story="Whoever writes their name small stands at the end of the list of speakers, behind all others.",
    noticed=("in another order",),
)


@defect.applies_to("platforms.events.events_api.graph")
def sort_by_code(graph: Any) -> None:
    find = graph.speakers

    async def find_sorted(database: Any, catalogue_id: Any, text: str) -> list[Any]:
        return sorted(await find(database, catalogue_id, text), key=lambda one: str(one.name))

    graph.speakers = find_sorted

"""Whoever links does not wait for others who do."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.RACE,
    story="A speaker whom several programs announce at the same moment is there several times.",
    subtle=Subtlety.CONCURRENT,
    noticed=("the speakers of the catalogue",),
)


@defect.applies_to("platforms.events.events_api.events")
def do_not_wait(events: Any) -> None:
    class Catalogues:
        """Without the lock."""

        of_event = staticmethod(events.catalogues.of_event)

        @staticmethod
        async def lock(connection: Any, catalogue_id: Any) -> None:
            await connection.fetchval("SELECT pg_sleep(0.05)")

    events.catalogues = Catalogues

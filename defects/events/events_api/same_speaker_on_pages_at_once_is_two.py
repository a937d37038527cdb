"""What comes of a page is linked while others link in the same catalogue."""

from contextvars import ContextVar
from typing import Any

from defects import Defect, Kind, Subtlety

LINKING: ContextVar[bool] = ContextVar("linking", default=False)

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.RACE,
    story="A speaker whom several pages announce that are scraped at the same moment is there several times.",
    subtle=Subtlety.CONCURRENT,
    noticed=(
        "the speakers of the catalogue",
        "how many speakers",
    ),
)


@defect.applies_to("platforms.events.events_api.scrapes")
def link_at_once(scrapes: Any) -> None:
    lock, finish = scrapes.catalogues.lock, scrapes.finish

    async def lock_unless_linking(connection: Any, catalogue_id: Any) -> None:
        if not LINKING.get():
            await lock(connection, catalogue_id)

    async def finish_linking(*asked: Any) -> Any:
        token = LINKING.set(True)
        try:
            return await finish(*asked)
        finally:
            LINKING.reset(token)

    scrapes.catalogues.lock, scrapes.finish = lock_unless_linking, finish_linking

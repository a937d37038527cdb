"""How often somebody asks is counted in each catalogue apart."""

import uuid
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="Whoever has several catalogues asks a site more often than anybody may.",
    subtle=Subtlety.SELDOM,
    noticed=("asking once more is refused",),
)


@defect.applies_to("platforms.events.events_api.scraping")
def count_apart(scraping: Any) -> None:
    async def count(service: Any, kept: Any, response: Any) -> None:
        limit = service.person_limit if kept.caller.session_id else service.key_limit
        who = f"{kept.caller.user_id}:{kept.catalogue.id}"
        await scraping.limits.check(service.cache, limit, who, str(uuid.uuid4()), response)

    scraping._count = count

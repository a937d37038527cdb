"""What stands in angle brackets is taken out of a description, whatever it is."""

import re
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.LOST_UPDATE,
    story='An organiser who writes "for <everybody>" has told of an event that is "for ".',
    noticed=("was sent",),
)


@defect.applies_to("platforms.events.events_api.events")
def take_them_out(events: Any) -> None:
    make = events.make

    async def make_without(database: Any, catalogue_id: Any, new: Any) -> Any:
        plain = re.sub(r"<[^<>]+>", "", new.description)
        return await make(database, catalogue_id, new.model_copy(update={"description": plain}))

    events.make = make_without

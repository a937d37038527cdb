"""The event of a new name is called by person and name, and is taken for one that was told already."""

import uuid
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="Whoever goes back to a name that they had a moment ago keeps the other one in the chat and on their tracks.",
    subtle=Subtlety.SELDOM,
    noticed=("is called otherwise",),
)


@defect.applies_to("platforms.common.events")
def know_names_again(events: Any) -> None:
    event = events.Change.event

    def named_event(self: Any, subject: str, data: Any) -> Any:
        made = event(self, subject, data)
        if subject == "user.events.renamed":
            made["id"] = str(uuid.uuid5(uuid.NAMESPACE_OID, data["user_id"] + data["display_name"]))
        return made

    events.Change.event = named_event

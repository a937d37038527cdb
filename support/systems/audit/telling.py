"""Events as oms tells them, told by a scenario: long ago, by many people, or not as they ought to be."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.clients.broker import Broker
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System

SUBJECT = "audit.activity.object_type"
MOMENTS = 3
"""At which something is told to have been done very often."""


class Telling:
    """What a scenario puts on the broker itself."""

    def __init__(self, audit: System, ontology: Ontology) -> None:
        self._audit, self._ontology = audit, ontology
        self.mark = f"told by {audit.world.data.mark}"
        """What people are called of whom it is told that they did something, unless said otherwise."""

    @property
    def _broker(self) -> Broker:
        broker = self._audit.broker
        assert broker is not None, "a scenario that tells of something itself needs the broker"
        return broker

    def event(self, name: str, action: str = "object_type.update", at: datetime | None = None) -> dict[str, Any]:
        """An event as it ought to be, about something called so on the branch of the scenario."""
        branch, kind = self._ontology.branch, action.partition(".")[0]
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),  # not from the seed: whoever has seen an id before records nothing for it
            "type": "audit.activity.v1",
            "source": "/oms",
            "subject": f"{kind}/{branch}/{name}",
            "time": (at or datetime.now(UTC)).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "correlationid": self._audit.world.correlation_id,
            "data": {
                "action": action,
                "actor": {"id": None, "username": self.mark, "role": "developer", "ip_address": "", "user_agent": ""},
                "target": {
                    "resource_type": kind, "resource_id": f"{branch}/{name}", "resource_name": name, "branch": branch,
                },
                "success": True,
                "changes": None,
                "request_id": self._audit.world.correlation_id,
                "sequence": 0,
            },
        }  # fmt: skip

    def tell(self, action: str, at: datetime, who: str = "") -> str:
        """Tell that somebody did something then; the id of the event."""
        event = self.event("Told", action, at)
        event["data"]["actor"]["username"] = who or self.mark
        self.tell_all([event])
        return str(event["id"])

    def tell_often(self, name: str, times: int, *, at: datetime | None = None, branch: str = "") -> list[str]:
        """Tell in one go that a document was changed so often, each time at one of a few moments, now or long ago.

        The ids of the events, by when it was done and then by when it was told.
        """
        began = at or datetime.now(UTC)
        events = [self.event(name, at=began + timedelta(milliseconds=number % MOMENTS)) for number in range(times)]
        if branch:
            for one in events:
                one["data"]["target"] |= {"resource_id": f"{branch}/{name}", "branch": branch}
        self.tell_all(events)
        return [str(one["id"]) for one in sorted(events, key=lambda one: str(one["time"]))]

    def tell_all(self, events: Sequence[Mapping[str, Any] | bytes]) -> None:
        """Tell all of it in one go, in this order."""
        self._broker.publish_all(SUBJECT, events)

"""Which client of the broker oms and audit-service use."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from platforms.audit.audit_service.consuming import Consumer
from platforms.audit.oms.publishing import Publisher


def test_they_use_the_client_that_took_the_place_of_one_that_gave_up() -> None:
    events: Any = SimpleNamespace(client="one that gave up")
    publisher, consumer = Publisher(cast(Any, None), events), Consumer(cast(Any, SimpleNamespace(events=events)))
    events.client = "another"
    assert {str(publisher._client), str(consumer._client)} == {"another"}

"""What every service of Veza needs, and what it is called by."""

from __future__ import annotations

from platforms.common.events import Stream
from platforms.common.settings import BrokerSettings, DatabaseSettings, PeopleSettings

ISSUER = "veza"
"""Who issues the tokens of people."""
EVENTS = Stream("VEZA_EVENTS", [f"{domain}.events.>" for domain in ("user", "track", "playlist", "chat", "stream")])
"""By name: JetStream refuses a wildcard that would take in its own subjects."""


class VezaSettings(DatabaseSettings, BrokerSettings, PeopleSettings):
    """The same for every service of Veza."""

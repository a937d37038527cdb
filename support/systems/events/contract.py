"""What the checks that serve all platforms have to know of Events, from docs/contracts/events.md."""

from support.systems.contract import Contract
from support.systems.events.operations import OPERATIONS, ROLES
from support.systems.events.people import VERA
from support.systems.events.settings import TOLD

COOKIE = "events_session"

CONTRACT = Contract(
    platform="events",
    name="Events",
    services=("events-api", "processor", "extractor", "event-site"),
    person=VERA,
    entries={"events-api": "/api/v1/people/me"},
    cookies={"events-api": COOKIE},
    operations=OPERATIONS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    passes={
        "events.cache_removals": "a key goes when it is known to be gone",
        "events.handovers": "what processor has to be told goes when it is told",
        "*.schema_migrations": "is about the tables themselves",
        "sign_in_failures:*": "goes by itself after a while",
        "rate_limit:*": "goes by itself after a minute",
    },
    told=TOLD,
)

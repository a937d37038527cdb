"""What the checks that serve all platforms have to know of Globe, from docs/contracts/globe.md."""

from support.systems.contract import Contract
from support.systems.globe.operations import COMMANDS, INSTANCES, OPERATIONS, ROLES
from support.systems.globe.people import LINA
from support.systems.globe.settings import TOLD

COOKIE = "globe_session"
ME = "/api/v1/people/me"

CONTRACT = Contract(
    platform="globe",
    name="Globe",
    services=INSTANCES,
    instances=INSTANCES,
    person=LINA,
    entries=dict.fromkeys(INSTANCES, ME),
    cookies=dict.fromkeys(INSTANCES, COOKIE),
    sockets=dict.fromkeys(INSTANCES, "/ws"),
    protocol="globe.v1",
    operations=OPERATIONS,
    commands=COMMANDS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    records_refusals=frozenset({"rate_limit:*"}),
    passes={
        "globe.cache_removals": "a key goes when it is known to be gone",
        "globe.instances": "an instance shows every second that it lives",
        "globe.attachments": "is about live connections",
        "*.schema_migrations": "is about the tables themselves",
        "gone:*": "goes by itself after two minutes",
        "rate_limit:*": "goes by itself after a minute",
        "sign_in_failures:*": "goes by itself after a while",
    },
    told=TOLD,
)

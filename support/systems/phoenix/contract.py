"""What the checks that serve all platforms have to know of Phoenix, from docs/contracts/phoenix.md."""

from support.systems.contract import Contract
from support.systems.phoenix.operations import COMMANDS, OPERATIONS, ROLES
from support.systems.phoenix.people import UWE
from support.systems.phoenix.settings import TOLD

GATEWAY = "api-gateway"
COOKIE = "phoenix_session"

CONTRACT = Contract(
    platform="phoenix",
    name="Phoenix",
    services=(GATEWAY, "experiment-controller", "config-generator", "collector", "load-simulator"),
    person=UWE,
    entries={GATEWAY: "/api/v1/people/me"},
    cookies={GATEWAY: COOKIE},
    sockets={GATEWAY: "/ws"},
    operations=OPERATIONS,
    commands=COMMANDS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    passes={
        "phoenix.cache_removals": "a key goes when it is known to be gone",
        "phoenix.allowed_transitions": "is about the states themselves, and nobody's",
        "*.schema_migrations": "is about the tables themselves",
        "sign_in_failures:*": "goes by itself after a while",
    },
    told=TOLD,
)

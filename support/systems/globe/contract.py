"""What the checks that serve all platforms have to know of Globe, from docs/contracts/globe.md."""

from support.systems.contract import Contract, Told
from support.systems.globe.people import LINA

COOKIE = "globe_session"
INSTANCES = ("realtime-1", "realtime-2")
"""Equal ones: whatever one is asked for, the other could be."""
ME = "/api/v1/people/me"
_NEEDED = frozenset(
    {
        *("INSTANCE", "PORT", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "JWT_SECRET", "SERVICE_SECRET"),
        *("TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE", "ADMIN_EMAIL", "ADMIN_PASSWORD"),
    }
)

CONTRACT = Contract(
    platform="globe",
    name="Globe",
    services=INSTANCES,
    person=LINA,
    entries=dict.fromkeys(INSTANCES, ME),
    cookies=dict.fromkeys(INSTANCES, COOKIE),
    sockets=dict.fromkeys(INSTANCES, "/ws"),
    protocol="globe.v1",
    token_needs=("iss", "sub", "sid", "exp"),
    roles=("user", "admin"),
    told=Told(
        needed=dict.fromkeys(INSTANCES, _NEEDED),
        secret=frozenset({"DATABASE_URL", "REDIS_URL", "JWT_SECRET", "SERVICE_SECRET", "ADMIN_PASSWORD"}),
    ),
)

"""What the checks that serve all platforms have to know of Events, from docs/contracts/events.md."""

from support.systems.contract import Contract, Told
from support.systems.events.operations import OPERATIONS, ROLES
from support.systems.events.people import VERA

COOKIE = "events_session"
SERVICES = ("events-api", "processor", "extractor", "event-site")
_TLS = ("PORT", "PUBLIC_URL", "SERVICE_SECRET", "TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE")
_SECRET = (
    *("DATABASE_URL", "REDIS_URL", "JWT_SECRET", "SERVICE_SECRET", "ADMIN_PASSWORD"),
    *("ADMIN_KEY", "ORGANISER_KEY", "STAGE_KEY"),
)

CONTRACT = Contract(
    platform="events",
    name="Events",
    services=SERVICES,
    person=VERA,
    entries={"events-api": "/api/v1/people/me"},
    cookies={"events-api": COOKIE},
    operations=OPERATIONS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    told=Told(
        needed={
            "events-api": frozenset(
                {
                    *(*_TLS, "DATABASE_URL", "REDIS_URL", "JWT_SECRET", "PROCESSOR_URL"),
                    *("ADMIN_EMAIL", "ADMIN_PASSWORD", "ADMIN_KEY", "ORGANISER_KEY"),
                }
            ),
            "processor": frozenset({*_TLS, "DATABASE_URL", "EVENTS_API_URL", "EXTRACTOR_URL"}),
            "extractor": frozenset(_TLS),
            "event-site": frozenset({*_TLS, "STAGE_KEY"}),
        },
        secret=frozenset(_SECRET),
    ),
)

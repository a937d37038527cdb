"""What the checks that serve all platforms have to know of Audit, from docs/contracts/audit.md."""

from support.systems.audit.operations import OPERATIONS, ROLES
from support.systems.audit.people import NORA
from support.systems.audit.settings import LOUDEST, NOWHERE, OPTIONAL, WRONG
from support.systems.contract import Contract, Told

SERVICES = ("oms", "audit-service")
ENTRIES = {"oms": "/api/v1/people/me", "audit-service": "/api/session"}
_SETTINGS = {
    "the port": "PORT",
    "its own address": "PUBLIC_URL",
    "the address of the database": "DATABASE_URL",
    "the address of the cache": "REDIS_URL",
    "the address of the broker": "NATS_URL",
    "the address of audit-service": "AUDIT_SERVICE_URL",
    "the address of oms": "OMS_URL",
    "the key that signs tokens": "JWT_SECRET",
    "the key that services share": "SERVICE_SECRET",
    "the key that seals the records": "INTEGRITY_SECRET",
    "the certificate": "TLS_CERT_FILE",
    "the key of the certificate": "TLS_KEY_FILE",
    "the authority to trust": "TLS_CA_FILE",
    "the e-mail of the first admin": "ADMIN_EMAIL",
    "the password of the first admin": "ADMIN_PASSWORD",
    "the level of the log": "LOG_LEVEL",
}
_ALL_NEED = (
    *("PORT", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "NATS_URL"),
    *("JWT_SECRET", "SERVICE_SECRET", "TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE"),
)
_SECRET = (
    "DATABASE_URL",
    "REDIS_URL",
    "NATS_URL",
    "JWT_SECRET",
    "SERVICE_SECRET",
    "INTEGRITY_SECRET",
    "ADMIN_PASSWORD",
)

CONTRACT = Contract(
    platform="audit",
    name="Audit",
    services=SERVICES,
    person=NORA,
    entries=ENTRIES,
    cookies={"audit-service": "audit_session"},
    operations=OPERATIONS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    records_refusals=frozenset({"audit.records", "audit.chain", "oms.outbox", "audit.activity.records"}),
    passes={
        "oms.outbox": "an event goes when it is told",
        "oms.cache_removals": "a key goes when it is known to be gone",
        "audit.chain": "is about all records, and nobody's",
        "audit.archive": "records go there when their time is over",
        "audit.poison": "is what nobody could say whose it is",
        "*.schema_migrations": "is about the tables themselves",
        "sign_in_failures:*": "goes by itself after a while",
    },
    told=Told(
        names=_SETTINGS,
        needed={
            "oms": frozenset({*_ALL_NEED, "AUDIT_SERVICE_URL", "ADMIN_EMAIL", "ADMIN_PASSWORD"}),
            "audit-service": frozenset({*_ALL_NEED, "OMS_URL", "INTEGRITY_SECRET"}),
        },
        optional=OPTIONAL,
        wrong=WRONG,
        nowhere=NOWHERE,
        loudest=LOUDEST,
        secret=frozenset(_SECRET),
    ),
)

"""What the checks that serve all platforms have to know of Veza, from docs/contracts/veza.md."""

from support.systems.contract import Contract, Told
from support.systems.veza.operations import CHATS, COMMANDS, OPERATIONS, ROLES
from support.systems.veza.people import LINA
from support.systems.veza.settings import LOUDEST, NOWHERE, OPTIONAL, QUIETEST, RIGHT, WRONG

COOKIE = "veza_session"
SERVICES = ("web", "backend-api", *CHATS, "stream-server")
ENTRIES = {
    "web": "/api/session",
    "backend-api": "/api/v1/users/me",
    **dict.fromkeys(CHATS, "/api/conversations"),
    "stream-server": "/api/recommendations",
}
_SETTINGS = {
    "the port": "PORT",
    "its own address": "PUBLIC_URL",
    "the address of the database": "DATABASE_URL",
    "the address of the cache": "REDIS_URL",
    "the address of the broker": "NATS_URL",
    "the address of web": "WEB_URL",
    "the address of backend-api": "BACKEND_API_URL",
    "the address of chat-server": "CHAT_SERVER_URL",
    "the address of the other chat-server": "OTHER_CHAT_SERVER_URL",
    "its name": "INSTANCE",
    "the address of stream-server": "STREAM_SERVER_URL",
    "the key that signs tokens": "JWT_SECRET",
    "the key that services share": "SERVICE_SECRET",
    "the key that seals the audio": "SIGNING_SECRET",
    "the certificate": "TLS_CERT_FILE",
    "the key of the certificate": "TLS_KEY_FILE",
    "the authority to trust": "TLS_CA_FILE",
    "the e-mail of the first admin": "ADMIN_EMAIL",
    "the password of the first admin": "ADMIN_PASSWORD",
    "the folder of the audio": "MEDIA_DIR",
    "the level of the log": "LOG_LEVEL",
}
_ALL_NEED = (
    *("PORT", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "NATS_URL"),
    *("JWT_SECRET", "SERVICE_SECRET", "TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE"),
)
_NEEDED = {
    "web": frozenset({*_ALL_NEED, "BACKEND_API_URL", "CHAT_SERVER_URL", "STREAM_SERVER_URL"}),
    "backend-api": frozenset({*_ALL_NEED, "WEB_URL", "STREAM_SERVER_URL", "ADMIN_EMAIL", "ADMIN_PASSWORD"}),
    **dict.fromkeys(CHATS, frozenset({*_ALL_NEED, "WEB_URL", "BACKEND_API_URL", "STREAM_SERVER_URL"})),
    "stream-server": frozenset({*_ALL_NEED, "WEB_URL", "BACKEND_API_URL", "MEDIA_DIR", "SIGNING_SECRET"}),
}

_PASSES = {
    "*.outbox": "an event goes when it is told",
    "backend.cache_removals": "a key goes when it is known to be gone",
    "backend.track_removals": "a track goes when stream-server knows that it is gone",
    "*.schema_migrations": "is about the tables themselves",
    "presence:*": "who is connected is known anew by those who connect",
    "now_streaming:*": "what plays is known anew by those who play it",
    "sign_in_failures:*": "goes by itself after a while",
    **dict.fromkeys(
        (f"stream.streams.{column}" for column in ("state", "stopped_at", "attached")),
        "a stream that nobody follows stops by itself after a minute",
    ),
}

CONTRACT = Contract(
    platform="veza",
    name="Veza",
    services=SERVICES,
    instances=CHATS,
    person=LINA,
    entries=ENTRIES,
    cookies={"web": COOKIE},
    sockets={**dict.fromkeys(CHATS, "/ws/chat"), "stream-server": "/ws/stream"},
    protocol="veza.v1",
    operations=OPERATIONS,
    commands=COMMANDS,
    token_needs=("iss", "sub", "sid", "exp"),
    roles=ROLES,
    overall=("web", "/api/health"),
    passes=_PASSES,
    told=Told(
        names=_SETTINGS,
        needed=_NEEDED,
        optional=OPTIONAL,
        wrong=WRONG,
        right=RIGHT,
        nowhere=NOWHERE,
        loudest=LOUDEST,
        quietest=QUIETEST,
        secret=frozenset(
            {
                "DATABASE_URL",
                "REDIS_URL",
                "NATS_URL",
                "JWT_SECRET",
                "SERVICE_SECRET",
                "SIGNING_SECRET",
                "ADMIN_PASSWORD",
            }
        ),
    ),
)

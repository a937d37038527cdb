"""What each service of Events is told, and what that must not be, from docs/contracts/events.md."""

from support.systems import usual
from support.systems.contract import Told
from support.systems.operations.settings import WORD
from support.systems.usual import ORIGIN, SIGNING, TLS, number, seconds

_KEYS = ("ADMIN_KEY", "ORGANISER_KEY", "STAGE_KEY")
_SITES = (WORD, f"https://lu.ma,{WORD}", f"ftp://{WORD}.test")
_API = ("DATABASE_URL", "REDIS_URL", "JWT_SECRET", "PROCESSOR_URL", "ADMIN_EMAIL", "ADMIN_PASSWORD", *_KEYS[:2])
_OF_SITES = ("ALLOWED_SITES", "INNER_SITES")

TOLD = Told(
    names={
        **usual.NAMES,
        "the address of processor": "PROCESSOR_URL",
        "the address of events-api": "EVENTS_API_URL",
        "the address of extractor": "EXTRACTOR_URL",
        "the key of the admin": "ADMIN_KEY",
        "the key of the stage": "STAGE_KEY",
        "the sites that may be scraped": "ALLOWED_SITES",
    },
    needed={
        "events-api": frozenset({*TLS, *_API}),
        "processor": frozenset({*TLS, "DATABASE_URL", "EVENTS_API_URL", "EXTRACTOR_URL"}),
        "extractor": frozenset(TLS),
        "event-site": frozenset({*TLS, "STAGE_KEY"}),
    },
    optional={
        "events-api": usual.MAY_HAVE
        | {*_OF_SITES, "SCRAPES_PER_MINUTE", "MAX_BODY_BYTES", "BCRYPT_ROUNDS", "SESSION_SECONDS", "MORE_MIGRATIONS"},
        "processor": usual.MAY_HAVE
        | {*_OF_SITES, "WORKERS", "FETCH_SECONDS", "PAGE_BYTES", "RETRY_SECONDS", "LONGEST_WAIT_SECONDS"}
        | {"BREAKER_SECONDS", "ROBOTS_SECONDS"},
        "extractor": usual.MAY_HAVE,
        "event-site": usual.MAY_HAVE,
    },
    wrong={
        **usual.WRONG,
        **dict.fromkeys(("PROCESSOR_URL", "EVENTS_API_URL", "EXTRACTOR_URL"), ORIGIN),
        **dict.fromkeys(_KEYS, SIGNING),
        **dict.fromkeys(_OF_SITES, _SITES),
        "SCRAPES_PER_MINUTE": number(1, 100_000),
        "MAX_BODY_BYTES": number(1024, 30 * 1024 * 1024),
        "MORE_MIGRATIONS": (f"/nowhere/{WORD}", "/dev/null"),
        "WORKERS": number(1, 100),
        "PAGE_BYTES": number(1024, 10 * 1024 * 1024),
        "FETCH_SECONDS": seconds("61"),
        "RETRY_SECONDS": seconds("301"),
        **dict.fromkeys(("LONGEST_WAIT_SECONDS", "BREAKER_SECONDS"), seconds("3601")),
        "ROBOTS_SECONDS": (WORD, "-1", "nan", "86401"),
    },
    nowhere=usual.NOWHERE,
    loudest=usual.LOUDEST,
    secret=usual.SECRET | {*_KEYS},
)

"""What each service of Phoenix is told, and what that must not be, from docs/contracts/phoenix.md."""

from support.systems import usual
from support.systems.contract import Told
from support.systems.operations.settings import WORD
from support.systems.usual import ORIGIN, TLS, number, seconds

_PROMETHEUS = (WORD, "http://", f"ftp://{WORD}:9090", f"http://{WORD}:9090/path")
_GATEWAY = ("DATABASE_URL", "REDIS_URL", "JWT_SECRET", "PROMETHEUS_URL", "CONFIG_GENERATOR_URL")
_ADMINS = ("ADMIN_EMAIL", "OTHER_ADMIN_EMAIL", "ADMIN_PASSWORD")
_CONTROLLER = ("DATABASE_URL", "PROMETHEUS_URL", "CONFIG_GENERATOR_URL", "COLLECTOR_URL", "LOAD_SIMULATOR_URL")
_TIMES = ("ADVANCING_SECONDS", "INITIALIZING_SECONDS", "ANALYZING_SECONDS", "SETTLING_SECONDS")

TOLD = Told(
    names={
        **usual.NAMES,
        "the address of prometheus": "PROMETHEUS_URL",
        "the address of config-generator": "CONFIG_GENERATOR_URL",
        "the address of collector": "COLLECTOR_URL",
        "the address of load-simulator": "LOAD_SIMULATOR_URL",
        "the e-mail of the other admin": "OTHER_ADMIN_EMAIL",
    },
    needed={
        "api-gateway": frozenset({*TLS, *_GATEWAY, *_ADMINS}),
        "experiment-controller": frozenset({*TLS, *_CONTROLLER}),
        "config-generator": frozenset(TLS),
        "collector": frozenset(TLS),
        "load-simulator": frozenset({*TLS, "COLLECTOR_URL"}),
    },
    optional={
        "api-gateway": usual.MAY_HAVE | {"BCRYPT_ROUNDS", "SESSION_SECONDS"},
        "experiment-controller": usual.MAY_HAVE | {"MOST_ACTIVE", *_TIMES},
        **dict.fromkeys(("config-generator", "collector", "load-simulator"), usual.MAY_HAVE),
    },
    wrong={
        **usual.WRONG,
        **dict.fromkeys(("CONFIG_GENERATOR_URL", "COLLECTOR_URL", "LOAD_SIMULATOR_URL"), ORIGIN),
        "PROMETHEUS_URL": _PROMETHEUS,
        "OTHER_ADMIN_EMAIL": usual.WRONG["ADMIN_EMAIL"],
        "MOST_ACTIVE": number(1, 1000),
        "ADVANCING_SECONDS": seconds("61"),
        "INITIALIZING_SECONDS": seconds("86401"),
        "ANALYZING_SECONDS": seconds("86401"),
        "SETTLING_SECONDS": (WORD, "-1", "nan", "61"),
    },
    nowhere=usual.NOWHERE,
    loudest=usual.LOUDEST,
    secret=usual.SECRET,
)

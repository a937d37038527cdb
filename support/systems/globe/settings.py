"""What each instance of Globe is told, and what that must not be, from docs/contracts/globe.md."""

from support.systems import usual
from support.systems.contract import Told
from support.systems.globe.operations import INSTANCES
from support.systems.usual import TLS, seconds

_NEEDED = ("INSTANCE", "DATABASE_URL", "REDIS_URL", "JWT_SECRET", "ADMIN_EMAIL", "ADMIN_PASSWORD")
_TIMES = ("PRESENCE_SECONDS", "LEAVING_SECONDS", "INSTANCE_SECONDS", "CLEANUP_SECONDS", "RECONCILE_SECONDS")

TOLD = Told(
    names={**usual.NAMES, "its name": "INSTANCE"},
    needed=dict.fromkeys(INSTANCES, frozenset({*TLS, *_NEEDED})),
    optional=dict.fromkeys(
        INSTANCES, usual.MAY_HAVE | {"BCRYPT_ROUNDS", "SESSION_SECONDS", *_TIMES, "CHANGES_SECONDS"}
    ),
    wrong={
        **usual.WRONG,
        "INSTANCE": ("Two Words", "1-st", "x" * 42),
        "SESSION_SECONDS": ("soon", "59", "2592001"),
        "PRESENCE_SECONDS": seconds("86401", "0.4"),
        "LEAVING_SECONDS": ("soon", "-1", "nan", "61"),
        "INSTANCE_SECONDS": seconds("61", "0.9"),
        "CLEANUP_SECONDS": seconds("61", "0.04"),
        "RECONCILE_SECONDS": seconds("3601", "0.4"),
        "CHANGES_SECONDS": seconds("86401", "9.9"),
    },
    nowhere=usual.NOWHERE,
    loudest=usual.LOUDEST,
    secret=usual.SECRET,
)

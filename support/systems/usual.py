"""What services of every platform have in common: what people fill in at the entrance, and what services are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from support.systems.fields import Field, Mail, Other, Text
from support.systems.operations.settings import WORD

EMAIL, NEW_PASSWORD = Mail(), Text(8, 128, "long enough for anybody", raw=True)
CREDENTIALS: Mapping[str, Field] = {"email": EMAIL, "password": Text(1, 128, "not anybody's", raw=True)}
REGISTRATION: Mapping[str, Field] = {
    **{"email": EMAIL, "password": NEW_PASSWORD, "display_name": Text(1, 50, "Somebody New")},
    "tenant": Other(None, optional=True, wrong=("nobody's tenant", 7, ["a"], "", "x" * 51)),
}
SEARCH: Mapping[str, Field] = {"q": Text(0, 100, "a")}

# Settings, by what features call them, and what each must not be

NAMES: Mapping[str, str] = {
    "the port": "PORT",
    "its own address": "PUBLIC_URL",
    "the address of the database": "DATABASE_URL",
    "the address of the cache": "REDIS_URL",
    "the address of the broker": "NATS_URL",
    "the key that signs tokens": "JWT_SECRET",
    "the key that services share": "SERVICE_SECRET",
    "the certificate": "TLS_CERT_FILE",
    "the key of the certificate": "TLS_KEY_FILE",
    "the authority to trust": "TLS_CA_FILE",
    "the e-mail of the first admin": "ADMIN_EMAIL",
    "the password of the first admin": "ADMIN_PASSWORD",
    "the level of the log": "LOG_LEVEL",
}
TLS = ("PORT", "PUBLIC_URL", "SERVICE_SECRET", "TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE")
"""What no service can do without."""
MAY_HAVE = frozenset({"HOST", "LOG_LEVEL", "DEPENDENCY_TIMEOUT_SECONDS"})
"""What every service does without."""
ORIGIN = ("https://", f"http://{WORD}:8443", f"https://{WORD}:8443/", f"{WORD}", f"https://{WORD}:0")
SIGNING = (WORD, WORD.ljust(31, "x"))
_FILE = (f"/nowhere/{WORD}", "/dev/null")


def number(least: int, most: int) -> tuple[str, ...]:
    """What a whole number between two limits must not be."""
    return (WORD, str(least - 1), str(most + 1), f"{least}.5")


def seconds(too_many: str, too_few: str = "0") -> tuple[str, ...]:
    """What a time must not be: these are the nearest that it is not."""
    return (WORD, too_few, "-1", "nan", too_many)


def _store(*schemes: str) -> tuple[str, ...]:
    return (WORD, f"ftp://somebody:{WORD}@elsewhere.test/it", *(f"{one}://somebody:{WORD}@" for one in schemes))


WRONG: Mapping[str, Sequence[str]] = {
    "PORT": (WORD, "0", "65536", "-1", "1.5"),
    "HOST": (WORD, "300.1.1.1"),
    "PUBLIC_URL": ORIGIN,
    "DATABASE_URL": _store("postgresql"),
    "REDIS_URL": _store("redis"),
    "NATS_URL": _store("nats"),
    **dict.fromkeys(("JWT_SECRET", "SERVICE_SECRET"), SIGNING),
    **dict.fromkeys(("TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE"), _FILE),
    "LOG_LEVEL": (WORD, "debug", "7"),
    "DEPENDENCY_TIMEOUT_SECONDS": (WORD, "0", "-1", "nan", "inf"),
    "ADMIN_EMAIL": (WORD, f"{WORD}@"),
    "ADMIN_PASSWORD": (WORD[:7], WORD * 15),
    "BCRYPT_ROUNDS": (WORD, "3", "17"),
    "SESSION_SECONDS": (WORD, "59", "86401"),
}
RIGHT: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("JWT_SECRET", "SERVICE_SECRET"), ("x" * 32,)),
    "LOG_LEVEL": ("CRITICAL",),
    "DEPENDENCY_TIMEOUT_SECONDS": ("0.001",),
    "BCRYPT_ROUNDS": ("4", "16"),
    "SESSION_SECONDS": ("60", "86400"),
}
NOWHERE: Mapping[str, str] = {
    "DATABASE_URL": f"postgresql://somebody:{WORD}@127.0.0.1:1/nothing",
    "REDIS_URL": f"redis://:{WORD}@127.0.0.1:1/0",
    "NATS_URL": f"nats://somebody:{WORD}@127.0.0.1:1",
}
LOUDEST: Mapping[str, str] = {"LOG_LEVEL": "DEBUG"}
QUIETEST: Mapping[str, str] = {"LOG_LEVEL": "WARNING"}
SECRET = frozenset({"DATABASE_URL", "REDIS_URL", "NATS_URL", "JWT_SECRET", "SERVICE_SECRET", "ADMIN_PASSWORD"})

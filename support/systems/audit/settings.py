"""What each setting of Audit must not be, from docs/contracts/audit.md."""

from collections.abc import Mapping, Sequence

from support.systems.operations.settings import WORD

_ORIGIN = ("https://", f"http://{WORD}:8443", f"https://{WORD}:8443/", f"{WORD}", f"https://{WORD}:0")
_SECRET = (WORD, WORD.ljust(31, "x"))
_FILE = (f"/nowhere/{WORD}", "/dev/null")


def _store(*schemes: str) -> tuple[str, ...]:
    return (WORD, f"ftp://somebody:{WORD}@elsewhere.test/it", *(f"{one}://somebody:{WORD}@" for one in schemes))


def _seconds(too_many: str) -> tuple[str, ...]:
    return (WORD, "0", "-1", "nan", too_many)


WRONG: Mapping[str, Sequence[str]] = {
    "PORT": (WORD, "0", "65536", "-1", "1.5"),
    "HOST": (WORD, "300.1.1.1"),
    **dict.fromkeys(("PUBLIC_URL", "AUDIT_SERVICE_URL", "OMS_URL"), _ORIGIN),
    "DATABASE_URL": _store("postgresql"),
    "REDIS_URL": _store("redis"),
    "NATS_URL": _store("nats"),
    **dict.fromkeys(("JWT_SECRET", "SERVICE_SECRET", "INTEGRITY_SECRET"), _SECRET),
    **dict.fromkeys(("TLS_CERT_FILE", "TLS_KEY_FILE", "TLS_CA_FILE"), _FILE),
    "LOG_LEVEL": (WORD, "debug", "7"),
    "DEPENDENCY_TIMEOUT_SECONDS": (WORD, "0", "-1", "nan", "inf"),
    "ADMIN_EMAIL": (WORD, f"{WORD}@"),
    "ADMIN_PASSWORD": (f"{WORD[:7]}", WORD * 15),
    "BCRYPT_ROUNDS": (WORD, "3", "17"),
    "SESSION_SECONDS": (WORD, "59", "86401"),
    "BREAKER_FAILURES": (WORD, "0", "101", "1.5"),
    "BREAKER_SECONDS": _seconds("3601"),
    "RETRY_SECONDS": _seconds("301"),
    "RETENTION_SECONDS": _seconds("86401"),
}
_ALL_MAY = frozenset({"HOST", "LOG_LEVEL", "DEPENDENCY_TIMEOUT_SECONDS"})
OPTIONAL: Mapping[str, frozenset[str]] = {
    "oms": _ALL_MAY | {"BCRYPT_ROUNDS", "SESSION_SECONDS", "BREAKER_FAILURES", "BREAKER_SECONDS"},
    "audit-service": _ALL_MAY | {"RETRY_SECONDS", "RETENTION_SECONDS"},
}
NOWHERE: Mapping[str, str] = {
    "DATABASE_URL": f"postgresql://somebody:{WORD}@127.0.0.1:1/nothing",
    "REDIS_URL": f"redis://:{WORD}@127.0.0.1:1/0",
    "NATS_URL": f"nats://somebody:{WORD}@127.0.0.1:1",
}
LOUDEST: Mapping[str, str] = {"LOG_LEVEL": "DEBUG"}

"""What each setting of Audit must not be, from docs/contracts/audit.md."""

from collections.abc import Mapping, Sequence

from support.systems import usual
from support.systems.usual import LOUDEST, NOWHERE, ORIGIN, SIGNING, number, seconds

__all__ = ["LOUDEST", "NOWHERE", "OPTIONAL", "WRONG"]

WRONG: Mapping[str, Sequence[str]] = {
    **usual.WRONG,
    **dict.fromkeys(("AUDIT_SERVICE_URL", "OMS_URL"), ORIGIN),
    "INTEGRITY_SECRET": SIGNING,
    "BREAKER_FAILURES": number(1, 100),
    "BREAKER_SECONDS": seconds("3601"),
    "RETRY_SECONDS": seconds("301"),
    "RETENTION_SECONDS": seconds("86401"),
}
OPTIONAL: Mapping[str, frozenset[str]] = {
    "oms": usual.MAY_HAVE | {"BCRYPT_ROUNDS", "SESSION_SECONDS", "BREAKER_FAILURES", "BREAKER_SECONDS"},
    "audit-service": usual.MAY_HAVE | {"RETRY_SECONDS", "RETENTION_SECONDS"},
}

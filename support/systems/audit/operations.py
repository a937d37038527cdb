"""All that Audit offers, and to whom, from docs/contracts/audit.md."""

from __future__ import annotations

from functools import partial

from support.systems.contract import For, Operation
from support.systems.fields import Field, Mail, Text

ROLES = ("viewer", "developer", "auditor", "compliance", "admin")
READERS = frozenset({"auditor", "compliance", "admin"})
"""Roles in which people may read records."""
_DEVELOPERS, _COMPLIANCE = frozenset({"developer", "admin"}), frozenset({"compliance", "admin"})
_ADMIN, _HOLDER = frozenset({"admin"}), frozenset({"holder", "admin"})

_oms, _audit = partial(Operation, "oms"), partial(Operation, "audit-service")
_page = partial(Operation, "audit-service", answers=For.EVERYBODY, described=False)
_read = partial(Operation, "audit-service", to=READERS, shared=True)

_CREDENTIALS: dict[str, Field] = {"email": Mail(), "password": Text(1, 128, "not anybody's", raw=True)}
_BRANCH, _PERSON = "/api/v1/branches/{branch}", "/api/v1/admin/people/{person_id}"
_RECORDS = "/api/v1/audit"


def _documents(plural: str) -> tuple[Operation, ...]:
    place = f"{_BRANCH}/{plural}"
    return (
        _oms(f"GET {place}"),
        _oms(f"POST {place}", to=_DEVELOPERS),
        _oms(f"GET {place}/{{name}}"),
        _oms(f"PUT {place}/{{name}}", to=_DEVELOPERS),
        _oms(f"DELETE {place}/{{name}}", to=_DEVELOPERS),
        _oms(f"GET {place}/{{name}}/versions"),
        _oms(f"GET {place}/{{name}}/history", to=READERS),
    )


OPERATIONS = (
    _oms("POST /api/auth/register", For.EVERYBODY),
    _oms("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _oms("POST /api/auth/logout", ends_session=True),
    _oms("GET /api/v1/people/me"),
    _oms("GET /api/v1/people", shared=True),
    _oms(f"PUT {_PERSON}/role", to=_ADMIN),
    _oms(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _oms("GET /internal/sessions/{session_id}", For.SERVICES),
    _oms("GET /api/v1/branches", shared=True),
    _oms("POST /api/v1/branches", to=_DEVELOPERS),
    _oms(f"DELETE {_BRANCH}", to=_DEVELOPERS),
    _oms(f"GET {_BRANCH}/locks"),
    _oms(f"POST {_BRANCH}/locks", to=_DEVELOPERS),
    _oms(f"POST {_BRANCH}/locks/{{lock_id}}/heartbeat", to=_HOLDER),
    _oms(f"DELETE {_BRANCH}/locks/{{lock_id}}", to=_HOLDER),
    _oms(f"POST {_BRANCH}/force-unlock", to=_ADMIN),
    *_documents("schemas"),
    *_documents("object-types"),
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/records/{event_id}", "/integrity")),
    _audit("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _audit("POST /api/auth/logout", ends_session=True),
    _audit("GET /api/session"),
    _read(f"POST {_RECORDS}/query"),
    _read(f"GET {_RECORDS}/events/{{event_id}}"),
    _read(f"POST {_RECORDS}/statistics"),
    _read(f"POST {_RECORDS}/export"),
    _read(f"POST {_RECORDS}/reports/compliance"),
    _read(f"GET {_RECORDS}/reports/{{report_id}}"),
    _read(f"POST {_RECORDS}/integrity"),
    _read(f"GET {_RECORDS}/poison"),
    _audit(f"POST {_RECORDS}/poison/{{poison_id}}/replay", to=_ADMIN),
    _read(f"GET {_RECORDS}/retention/policies"),
    _audit(f"PUT {_RECORDS}/retention/policies", to=_COMPLIANCE),
    _audit(f"DELETE {_RECORDS}/retention/policies/{{policy_id}}", to=_COMPLIANCE),
    _read(f"GET {_RECORDS}/retention/holds"),
    _audit(f"POST {_RECORDS}/retention/holds", to=_COMPLIANCE),
    _audit(f"DELETE {_RECORDS}/retention/holds/{{hold_id}}", to=_COMPLIANCE),
    _audit("GET /internal/records/{kind}/{branch}/{name}", For.SERVICES),
)

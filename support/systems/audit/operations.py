"""All that Audit offers, and to whom, from docs/contracts/audit.md."""

from __future__ import annotations

from functools import partial

from support.systems.contract import MADE_UP, For, Operation
from support.systems.fields import Choice, Field, Flag, Mail, Other, Text, Whole

ROLES = ("viewer", "developer", "auditor", "compliance", "admin")
READERS = frozenset({"auditor", "compliance", "admin"})
"""Roles in which people may read records."""
_DEVELOPERS, _COMPLIANCE = frozenset({"developer", "admin"}), frozenset({"compliance", "admin"})
_ADMIN, _HOLDER = frozenset({"admin"}), frozenset({"holder", "admin"})

_oms, _audit = partial(Operation, "oms"), partial(Operation, "audit-service")
_page = partial(Operation, "audit-service", answers=For.EVERYBODY, described=False)
_read = partial(Operation, "audit-service", to=READERS, shared=True)

_CREDENTIALS: dict[str, Field] = {"email": Mail(), "password": Text(1, 128, "not anybody's", raw=True)}
_REGISTRATION: dict[str, Field] = {
    **{"email": Mail(), "password": Text(8, 128, "long enough for anybody", raw=True)},
    **{"display_name": Text(1, 50, "Somebody New"), "tenant": Text(1, 50, optional=True)},
}
_REASON: dict[str, Field] = {"reason": Text(1, 200)}
_LOCK: dict[str, Field] = {
    "lock_type": Choice(("INDEXING", "MIGRATION", "BACKUP", "MAINTENANCE", "MANUAL"), optional=True),
    "resource_type": Choice(("schema", "object_type"), optional=True),
    **_REASON,
    **{"seconds": Other(60.5, optional=True), "heartbeat_seconds": Other(1.5, optional=True)},
}
_BODY: dict[str, Field] = {
    "display_name": Text(1, 100),
    "description": Text(0, 2000, raw=True, optional=True),
    "properties": Other([{"name": "name", "type": "text"}], optional=True),
    "metadata": Other({"owner": "somebody"}, optional=True),
}
_NAME: dict[str, Field] = {"name": Text(1, 63, "Depot", raw=True)}
_VERSION = Whole(1, 2**31 - 1)
_HOLDING: dict[str, Field] = {"X-Lock-Id": Other(MADE_UP, optional=True)}
_WORDS = Other([], optional=True)
_QUERY: dict[str, Field] = {
    **dict.fromkeys(("since", "until"), Other("2026-01-01T00:00:00Z", optional=True)),
    **dict.fromkeys(("actor_ids", "actions", "resource_types", "resource_ids", "branches"), _WORDS),
    **{"success": Flag(optional=True), "archived": Flag(optional=True)},
    **{"correlation_id": Text(0, 200, raw=True, optional=True), "text": Text(0, 200, "Depot", raw=True, optional=True)},
}
_PAGE: dict[str, Field] = {
    **{"sort": Choice(("time", "actor", "action", "resource"), optional=True), "descending": Flag(optional=True)},
    **{"limit": Whole(1, 1000, optional=True), "offset": Whole(0, 10_000_000, optional=True)},
}
_PERIOD: dict[str, Field] = {"since": Other("2026-01-01T00:00:00Z"), "until": Other("2026-01-02T00:00:00Z")}
_BRANCH, _PERSON = "/api/v1/branches/{branch}", "/api/v1/admin/people/{person_id}"
_RECORDS = "/api/v1/audit"


def _documents(plural: str) -> tuple[Operation, ...]:
    place = f"{_BRANCH}/{plural}"
    return (
        _oms(f"GET {place}", asks={"after": Text(0, 63, "Depot", raw=True)}),
        _oms(f"POST {place}", to=_DEVELOPERS, asks=_HOLDING, sends={**_NAME, **_BODY}),
        _oms(f"GET {place}/{{name}}"),
        _oms(f"PUT {place}/{{name}}", to=_DEVELOPERS, asks=_HOLDING, sends={"version": _VERSION, **_BODY}),
        _oms(
            f"DELETE {place}/{{name}}",
            to=_DEVELOPERS,
            asks={"version": _VERSION, **_HOLDING},
            demands=frozenset({"version"}),
        ),
        _oms(f"GET {place}/{{name}}/versions"),
        _oms(f"GET {place}/{{name}}/history", to=READERS),
    )


OPERATIONS = (
    _oms("POST /api/auth/register", For.EVERYBODY, sends=_REGISTRATION),
    _oms("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _oms("POST /api/auth/logout", ends_session=True),
    _oms("GET /api/v1/people/me"),
    _oms("GET /api/v1/people", asks={"q": Text(0, 100, "a")}, shared=True),
    _oms(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)}),
    _oms(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _oms("GET /internal/sessions/{session_id}", For.SERVICES),
    _oms("GET /api/v1/branches", shared=True),
    _oms("POST /api/v1/branches", to=_DEVELOPERS, sends={"name": Text(1, 63, "b-new", raw=True)}),
    _oms(f"DELETE {_BRANCH}", to=_DEVELOPERS),
    _oms(f"GET {_BRANCH}/locks"),
    _oms(f"POST {_BRANCH}/locks", to=_DEVELOPERS, sends=_LOCK),
    _oms(f"POST {_BRANCH}/locks/{{lock_id}}/heartbeat", to=frozenset({"holder"})),
    _oms(f"DELETE {_BRANCH}/locks/{{lock_id}}", to=_HOLDER),
    _oms(f"POST {_BRANCH}/force-unlock", to=_ADMIN, sends=_REASON),
    *_documents("schemas"),
    *_documents("object-types"),
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/records/{event_id}", "/integrity")),
    _audit("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _audit("POST /api/auth/logout", ends_session=True),
    _audit("GET /api/session"),
    _read(f"POST {_RECORDS}/query", sends={**_QUERY, **_PAGE}),
    _read(f"GET {_RECORDS}/events/{{event_id}}"),
    _read(f"POST {_RECORDS}/statistics", sends=_QUERY),
    _read(f"POST {_RECORDS}/export", sends=_QUERY, asks={"format": Choice(("json", "csv"))}),
    _read(f"POST {_RECORDS}/reports/compliance", sends=_PERIOD),
    _read(f"GET {_RECORDS}/reports/{{report_id}}"),
    _read(f"POST {_RECORDS}/integrity"),
    _read(
        f"GET {_RECORDS}/poison",
        asks={
            "state": Choice(("retrying", "set_aside", "replayed")),
            **{"limit": Whole(1, 200), "offset": Whole(0, 2**31)},
        },
    ),
    _audit(f"POST {_RECORDS}/poison/{{poison_id}}/replay", to=_ADMIN, sends={"event": Other(None, optional=True)}),
    _read(f"GET {_RECORDS}/retention/policies"),
    _audit(
        f"PUT {_RECORDS}/retention/policies",
        to=_COMPLIANCE,
        sends={
            **{"action_pattern": Text(1, 200, "nothing.ever", raw=True), "days": Other(1.5)},
            "resource_pattern": Text(1, 200, "nothing", raw=True, optional=True),
        },
    ),
    _audit(f"DELETE {_RECORDS}/retention/policies/{{policy_id}}", to=_COMPLIANCE),
    _read(f"GET {_RECORDS}/retention/holds"),
    _audit(
        f"POST {_RECORDS}/retention/holds",
        to=_COMPLIANCE,
        sends={**{"resource_type": Text(1, 200), "resource_id": Text(1, 200)}, **_REASON},
    ),
    _audit(f"DELETE {_RECORDS}/retention/holds/{{hold_id}}", to=_COMPLIANCE),
    _audit("GET /internal/records/{kind}/{branch}/{name}", For.SERVICES),
)

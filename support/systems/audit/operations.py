"""All that Audit offers, and to whom, from docs/contracts/audit.md."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from support.systems.contract import For, Operation
from support.systems.fields import Choice, Each, Field, Flag, Header, Other, Prose, Text, Whole, Word
from support.systems.lists import Listed
from support.systems.operations.inputs import MISSING, wrong
from support.systems.usual import CREDENTIALS, REGISTRATION, SEARCH

ROLES = ("viewer", "developer", "auditor", "compliance", "admin")
READERS = frozenset({"auditor", "compliance", "admin"})
"""Roles in which people may read records."""
_DEVELOPERS, _COMPLIANCE = frozenset({"developer", "admin"}), frozenset({"compliance", "admin"})
_ADMIN, _HOLDER = frozenset({"admin"}), frozenset({"holder", "admin"})

_oms, _audit = partial(Operation, "oms"), partial(Operation, "audit-service")
_page = partial(Operation, "audit-service", answers=For.EVERYBODY, described=False)
_read = partial(Operation, "audit-service", to=READERS, shared=True)

_REASON: dict[str, Field] = {"reason": Text(1, 200)}
_NO_NUMBERS: tuple[Any, ...] = ("long", 0, -1, [1])
_LOCK: dict[str, Field] = {
    "lock_type": Choice(("INDEXING", "MIGRATION", "BACKUP", "MAINTENANCE", "MANUAL"), optional=True),
    "resource_type": Choice(("schema", "object_type"), optional=True),
    **_REASON,
    "seconds": Other(60.5, optional=True, wrong=(*_NO_NUMBERS, 86_400.5)),
    "heartbeat_seconds": Other(1.5, optional=True, wrong=(*_NO_NUMBERS, 3_600.5)),
}
_PROPERTY = {"name": "name", "type": "text", "required": True}
_PROPERTIES_AMISS: tuple[Any, ...] = (
    *("name", [7], [{}], [{"name": "a b", "type": "text"}], [{"name": "name", "type": "colour"}]),
    *([_PROPERTY, _PROPERTY], [{"name": f"p{one}", "type": "text"} for one in range(101)]),
)
_BODY: dict[str, Field] = {
    "display_name": Text(1, 100),
    "description": Prose(0, 2000, optional=True),
    "properties": Other([_PROPERTY], optional=True, wrong=_PROPERTIES_AMISS),
    "metadata": Other(
        {"owner": "Żółć & 日本", "since": [2027, None, {"deep": True}]},
        optional=True,
        wrong=(
            "owner",
            [],
            {"owner": "a\x00b"},
            {"a\x00b": "owner"},
            {"owner": "\ud800"},
            {"owner": [[[[[[[[[[[]]]]]]]]]]]},
        ),
    ),
}
_NAME: dict[str, Field] = {
    "name": Word(1, 63, "Depot", unique="-", wrong=("1-Depot", "De pot", "Dépôt", "De/pot", "Depot\n"))
}
_VERSION = Whole(1, 2**31 - 1)
_HOLDING: dict[str, Field] = {"X-Lock-Id": Header("lock_id", optional=True)}
_CHANGE: dict[str, Field] = {
    "action": Choice(("create", "update", "delete")),
    "kind": Choice(("schema", "object_type")),
    "version": _VERSION,
    **_NAME,
    **_BODY,
}
MOST_TOGETHER = 100
"""Changes that can be made in one go."""


def _together(number: int, **more: Any) -> dict[str, Any]:
    """One of several changes: a document is made of which there is none yet."""
    return {"action": "create", "kind": "schema", "name": f"Together-{number}", "display_name": "One of many", **more}


def _wrong_together() -> Iterator[Any]:
    """Each field of a change, wrong in every way, behind one that is right; too many, too few, and two of one."""
    for name, kind in _CHANGE.items():
        for _, value in wrong(kind):
            said = _together(0, action="update", version=1) if name == "version" else _together(0)
            if value is MISSING:
                del said[name]
            else:
                said[name] = value
            yield [_together(1), said]
    gone = {"action": "delete", "kind": "schema", "name": "Together-0"}
    yield from ([_together(1), gone], [_together(1), {**gone, "version": 0}], [], _together(0), "create", [7], [None])
    yield [_together(number) for number in range(MOST_TOGETHER + 1)]
    yield [_together(0), _together(1), _together(0, action="update", version=1)]


_NO_MOMENTS: tuple[Any, ...] = ("never", "2027-02-30T18:00:00Z", "9999-12-31T23:59:59-14:00", [])
_WORDS = Other([], optional=True, wrong=("Depot", [7], ["x" * 201], ["a\x00b"], ["Depot"] * 101))
_QUERY: dict[str, Field] = {
    **dict.fromkeys(("since", "until"), Other("2026-01-01T00:00:00Z", optional=True, wrong=_NO_MOMENTS)),
    **dict.fromkeys(("actions", "resource_types", "resource_ids", "branches"), _WORDS),
    "actor_ids": Other([], optional=True, wrong=("Olga", ["Olga"], [7])),
    **{"success": Flag(optional=True), "archived": Flag(optional=True)},
    **{"correlation_id": Prose(0, 200, optional=True), "text": Prose(0, 200, "Depot", optional=True)},
}
_PAGE: dict[str, Field] = {
    **{"sort": Choice(("time", "actor", "action", "resource"), optional=True), "descending": Flag(optional=True)},
    **{"limit": Whole(1, 1000, optional=True), "offset": Whole(0, 10_000_000, optional=True)},
}
_PERIOD: dict[str, Field] = {
    "since": Other("2026-01-01T00:00:00.000Z", wrong=_NO_MOMENTS),
    "until": Other("2026-01-02T00:00:00.000Z", wrong=_NO_MOMENTS),
}
_NO_PATTERNS = ("a b", "ü", "a,b", "a\n")
_BRANCH, _PERSON = "/api/v1/branches/{branch}", "/api/v1/admin/people/{person_id}"
_RECORDS = "/api/v1/audit"


def _documents(plural: str) -> tuple[Operation, ...]:
    place = f"{_BRANCH}/{plural}"
    return (
        _oms(f"GET {place}", asks={"after": Prose(0, 63, "Depot")}, lists=Listed(known_by="name", by="name", most=200)),
        _oms(f"POST {place}", to=_DEVELOPERS, asks=_HOLDING, sends={**_NAME, **_BODY}, makes="name"),
        _oms(f"GET {place}/{{name}}"),
        _oms(f"PUT {place}/{{name}}", to=_DEVELOPERS, asks=_HOLDING, sends={"version": _VERSION, **_BODY}),
        _oms(
            f"DELETE {place}/{{name}}",
            to=_DEVELOPERS,
            asks={"version": _VERSION, **_HOLDING},
            demands=frozenset({"version"}),
        ),
        _oms(f"GET {place}/{{name}}/versions", lists=Listed(elsewhere="AU-01")),
        _oms(f"GET {place}/{{name}}/history", to=READERS, lists=Listed(elsewhere="AU-02")),
    )


OPERATIONS = (
    _oms("POST /api/auth/register", For.EVERYBODY, sends=REGISTRATION, makes="person_id"),
    _oms("POST /api/auth/login", For.EVERYBODY, sends=CREDENTIALS),
    _oms("POST /api/auth/logout", ends_session=True),
    _oms("GET /api/v1/people/me"),
    _oms("GET /api/v1/people", asks=SEARCH, shared=True, lists=Listed(by="display_name", most=20)),
    _oms(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)}),
    _oms(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _oms("GET /internal/sessions/{session_id}", For.SERVICES),
    _oms("GET /api/v1/branches", shared=True, lists=Listed(elsewhere="AU-11")),
    _oms(
        "POST /api/v1/branches",
        to=_DEVELOPERS,
        sends={"name": Word(1, 63, "b-new", wrong=("Capital", "1-b", "b_b", "ü", "b\n"))},
    ),
    _oms(f"DELETE {_BRANCH}", to=_DEVELOPERS),
    _oms(f"GET {_BRANCH}/locks", lists=Listed(elsewhere="AU-11")),
    _oms(f"POST {_BRANCH}/locks", to=_DEVELOPERS, sends=_LOCK),
    _oms(f"POST {_BRANCH}/locks/{{lock_id}}/heartbeat", to=frozenset({"holder"})),
    _oms(f"DELETE {_BRANCH}/locks/{{lock_id}}", to=_HOLDER),
    _oms(f"POST {_BRANCH}/force-unlock", to=_ADMIN, sends=_REASON),
    _oms(
        f"POST {_BRANCH}/changes",
        to=_DEVELOPERS,
        asks=_HOLDING,
        sends={"changes": Each(lambda number: [_together(number + 2)], wrong=tuple(_wrong_together()))},
    ),
    *_documents("schemas"),
    *_documents("object-types"),
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/records/{event_id}", "/integrity")),
    _audit("POST /api/auth/login", For.EVERYBODY, sends=CREDENTIALS),
    _audit("POST /api/auth/logout", ends_session=True),
    _audit("GET /api/session"),
    _read(f"POST {_RECORDS}/query", sends={**_QUERY, **_PAGE}),
    _read(f"GET {_RECORDS}/events/{{event_id}}"),
    _read(f"POST {_RECORDS}/statistics", sends=_QUERY),
    _read(f"POST {_RECORDS}/export", sends=_QUERY, asks={"format": Choice(("json", "csv"))}),
    _read(f"POST {_RECORDS}/reports/compliance", sends=_PERIOD, makes="report_id"),
    _read(f"GET {_RECORDS}/reports/{{report_id}}"),
    _read(f"POST {_RECORDS}/integrity"),
    _read(
        f"GET {_RECORDS}/poison",
        asks={
            "state": Choice(("retrying", "set_aside", "replayed")),
            **{"limit": Whole(1, 200), "offset": Whole(0, 2**31)},
        },
        lists=Listed(elsewhere="AU-06"),
    ),
    _audit(f"POST {_RECORDS}/poison/{{poison_id}}/replay", to=_ADMIN, sends={"event": Other(None, optional=True)}),
    _read(f"GET {_RECORDS}/retention/policies", lists=Listed(elsewhere="AU-07")),
    _audit(
        f"PUT {_RECORDS}/retention/policies",
        to=_COMPLIANCE,
        sends={
            "action_pattern": Text(1, 200, "nothing.ever", raw=True, wrong=_NO_PATTERNS),
            "days": Other(1.5, wrong=(*_NO_NUMBERS, 36_500.5)),
            "resource_pattern": Text(1, 200, "nothing", raw=True, optional=True, wrong=_NO_PATTERNS),
        },
    ),
    _audit(f"DELETE {_RECORDS}/retention/policies/{{policy_id}}", to=_COMPLIANCE),
    _read(f"GET {_RECORDS}/retention/holds", lists=Listed(elsewhere="AU-07")),
    _audit(
        f"POST {_RECORDS}/retention/holds",
        to=_COMPLIANCE,
        sends={**{"resource_type": Text(1, 200), "resource_id": Text(1, 200, unique=" ")}, **_REASON},
        makes="hold_id",
    ),
    _audit(f"DELETE {_RECORDS}/retention/holds/{{hold_id}}", to=_COMPLIANCE),
    _audit("GET /internal/records/{kind}/{branch}/{name}", For.SERVICES),
)

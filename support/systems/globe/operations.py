"""All that each instance of Globe offers, to whom, and what it takes, from docs/contracts/globe.md."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from support.systems.contract import Command, For, Operation
from support.systems.fields import Choice, Each, Field, Id, Other, Text, Whole
from support.systems.lists import Listed
from support.systems.usual import CREDENTIALS, REGISTRATION, SEARCH

INSTANCES = ("realtime-1", "realtime-2")
"""Equal ones: whatever one is asked for, the other could be."""
ROLES = ("user", "admin")
_ADMIN, _MAKER = frozenset({"admin"}), frozenset({"maker", "admin"})
_THERE, _SHOWN = frozenset({"on it"}), frozenset({"on it", "admin"})
"""Whoever is on a map, and to whom it is shown."""
_OWNER = frozenset({"owner"})

_MAP, _SESSION, _POI = "/api/v1/maps/{map_id}", "/api/v1/sessions/{session_id}", "/api/v1/pois/{poi_id}"
_PERSON = "/api/v1/admin/people/{person_id}"
_NOWHERE: tuple[Any, ...] = (
    *("here", [1, 2], {}, {"lat": 1}, {"lat": "1", "lng": 2}, {"lat": None, "lng": 2}, {"lat": True, "lng": 2}),
    *({"lat": 90.000001, "lng": 0}, {"lat": -90.000001, "lng": 0}, {"lat": 0, "lng": 180.000001}),
    {"lat": 0, "lng": -180.000001},
)
_SPOT = Each(lambda number: {"lat": number % 80 + 0.5, "lng": number // 80 + 0.25}, wrong=_NOWHERE)
"""Each far enough from all others."""
_EDGE = Other(0.0, optional=True, wrong=("north", "nan", "inf"))
_EDGES = {f"{corner}.{of}": _EDGE for corner in ("south_west", "north_east") for of in ("lat", "lng")}
_SAID: dict[str, Field] = {"name": Text(1, 100), "description": Text(0, 500), "max_participants": Whole(1, 50, 10)}
_NEW_POI: dict[str, Field] = {
    **{"name": Text(1, 100), "position": _SPOT},
    **{"description": Text(0, 500, optional=True), "max_participants": Whole(1, 50, 10, optional=True)},
}


def _of(instance: str) -> Iterator[Operation]:
    op = partial(Operation, instance)
    page = partial(Operation, instance, answers=For.EVERYBODY, described=False)
    shown, there = partial(Operation, instance, to=_SHOWN), partial(Operation, instance, to=_THERE)
    own = partial(Operation, instance, to=_OWNER, refusal=404)
    yield from (page(f"GET {path}") for path in ("/", "/sign-in", "/maps/{map_id}"))
    yield op("POST /api/auth/register", For.EVERYBODY, sends=REGISTRATION, makes="person_id")
    yield op("POST /api/auth/login", For.EVERYBODY, sends=CREDENTIALS)
    yield op("POST /api/auth/logout", ends_session=True)
    yield op("GET /api/v1/people/me")
    yield op("GET /api/v1/people", asks=SEARCH, shared=True, lists=Listed(by="display_name", most=20))
    yield op(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(ROLES)})
    yield op(f"POST {_PERSON}/deactivate", to=_ADMIN)
    yield op("GET /api/v1/maps", shared=True, lists=Listed(elsewhere="GL-01"))
    yield op("POST /api/v1/maps", sends={"name": Text(1, 100)}, makes="map_id")
    yield op(f"GET {_MAP}")
    yield op(f"DELETE {_MAP}", to=_MAKER)
    yield shown(f"GET {_MAP}/sessions", lists=Listed(elsewhere="GL-01"))
    yield shown(f"GET {_MAP}/pois", asks=_EDGES, lists=Listed(by="name", most=200))
    yield shown(f"POST {_MAP}/pois", sends=_NEW_POI, makes="poi_id")
    yield op(
        "POST /api/v1/sessions",
        sends={"map_id": Id("map_id"), "position": _SPOT, "person_id": Id("person_id", optional=True)},
    )
    yield own(f"GET {_SESSION}")
    yield own(f"DELETE {_SESSION}")
    yield own(f"PUT {_SESSION}/position", sends={"position": _SPOT})
    yield own(f"POST {_SESSION}/heartbeat")
    yield shown(f"GET {_POI}")
    yield shown(f"PUT {_POI}", sends=_SAID)
    yield shown(f"DELETE {_POI}")
    yield there(f"POST {_POI}/join")
    yield there(f"POST {_POI}/leave")


def _said_on(instance: str) -> Iterator[Command]:
    yield Command(instance, "avatar_move", {"position": _SPOT})
    yield Command(instance, "heartbeat")
    yield Command(instance, "request_state")
    yield from (Command(instance, name, {"poi_id": Id("poi_id")}, _THERE) for name in ("poi_join", "poi_leave"))


OPERATIONS = tuple(one for instance in INSTANCES for one in _of(instance))
COMMANDS = tuple(one for instance in INSTANCES for one in _said_on(instance))

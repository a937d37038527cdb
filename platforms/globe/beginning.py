"""Something to look at: a map with people on it, places, and a talk, made through Globe's own doors.

`python -m platforms.globe.beginning` reads from standard input where Globe is, `{"urls": {instance: url}, "authority":
PEM file or null, "credentials": {"admin_email", "admin_password"}}`, and writes whom one may sign in as.
"""

from __future__ import annotations

import json
import secrets
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import httpx

MAP, ANOTHER_MAP = "Lisbon and the rest of the world", "Nobody is here yet"
PEOPLE = {
    "Lina": (38.7, -9.1),
    "Arno": (48.9, 2.4),
    "Milo": (41.0, 29.0),
    "João": (-22.9, -43.2),
    "Ines": (64.1, -21.9),
}
"""Who is on the map, and where in degrees north and east."""
VISITOR = "Zoe"
"""Who has an account, and is nowhere yet."""
PLACES = {
    "Café ☕": (40.0, 14.0, 6, "Somebody is always there."),
    "Beach": (-25.0, -38.0, 20, "Bring a towel."),
    "Hot spring": (65.0, -17.0, 4, ""),
}
"""Where in degrees north and east, room for how many, and what is said of it."""
GATHERINGS = {"Arno": "Café ☕", "Milo": "Café ☕", "João": "Beach"}


@dataclass(frozen=True)
class Where:
    """Where Globe is, and how its admin gets in."""

    urls: Mapping[str, str]
    authority: str | None
    credentials: Mapping[str, str]

    def client(self, instance: str, token: str = "") -> httpx.Client:
        trust = ssl.create_default_context(cafile=self.authority)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.urls[instance], verify=trust, headers=headers, timeout=30, trust_env=False)


@dataclass(frozen=True)
class Account:
    """Somebody who has been here, and Globe as they reach it."""

    email: str
    password: str
    globe: httpx.Client


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark, instances = secrets.token_hex(2), cycle(sorted(where.urls))  # an e-mail belongs to one account
    people = {name: _register(where, next(instances), name, mark) for name in (*PEOPLE, VISITOR)}
    world = _make_map(people["Lina"], MAP)
    _make_map(people["Lina"], ANOTHER_MAP)
    sessions = {name: _enter(people[name], world) for name in PEOPLE}
    places = {name: _make_place(people["Lina"], world, name) for name in PLACES}
    for name, place in GATHERINGS.items():
        _done(people[name].globe.post(f"/api/v1/pois/{places[place]}/join"))
    for name, session in sessions.items():
        lat, lng = PEOPLE[name]
        to = {"position": {"lat": lat, "lng": lng}}
        _done(people[name].globe.put(f"/api/v1/sessions/{session}/position", json=to))
    told = [("visitor", people[VISITOR]), ("on the map", people["Arno"])]
    first = where.credentials
    return [
        f"  Look around at {where.urls[min(where.urls)]}/maps/{world}",
        *(f"    {who:<10} {account.email:<28} {account.password}" for who, account in told),
        f"    {'admin':<10} {first['admin_email']:<28} {first['admin_password']}",
        "    Whoever is on the map stays for half an hour, unless you sign in as them; the places stay for good.",
    ]


def _register(where: Where, instance: str, name: str, mark: str) -> Account:
    email, password = f"{name.lower().replace('ã', 'a')}.{mark}@globe.test", secrets.token_urlsafe(9)
    globe = where.client(instance)
    _done(globe.post("/api/auth/register", json={"email": email, "password": password, "display_name": name}))
    token = _done(globe.post("/api/auth/login", json={"email": email, "password": password}))["access_token"]
    return Account(email, password, where.client(instance, token))


def _make_map(maker: Account, name: str) -> str:
    return str(_done(maker.globe.post("/api/v1/maps", json={"name": name}))["id"])


def _enter(who: Account, world: str) -> str:
    """Without a live connection: only silence ends that, half an hour later."""
    wanted = {"map_id": world, "position": {"lat": 20.0, "lng": 0.0}}
    return str(_done(who.globe.post("/api/v1/sessions", json=wanted))["id"])


def _make_place(maker: Account, world: str, name: str) -> str:
    lat, lng, room, description = PLACES[name]
    wanted = {"name": name, "description": description, "position": {"lat": lat, "lng": lng}, "max_participants": room}
    return str(_done(maker.globe.post(f"/api/v1/maps/{world}/pois", json=wanted))["id"])


def _done(reply: httpx.Response) -> Any:
    reply.raise_for_status()
    return reply.json()["data"]


if __name__ == "__main__":
    print("\n".join(begin(Where(**json.load(sys.stdin)))))

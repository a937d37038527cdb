"""Something to look at: a map with people on it, places, and a talk, made through Globe's own doors."""

from __future__ import annotations

import secrets
from itertools import cycle

import httpx

from platforms.common.beginning import Where, done, run

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


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark, instances = secrets.token_hex(2), cycle(sorted(where.urls))  # an e-mail belongs to one account
    people, doors = {}, {}
    for name in (*PEOPLE, VISITOR):
        instance, email = next(instances), f"{name.lower().replace('ã', 'a')}.{mark}@globe.test"
        people[name] = where.register(instance, name, email)
        doors[name] = where.client(instance, people[name].token)
    world = _make_map(doors["Lina"], MAP)
    _make_map(doors["Lina"], ANOTHER_MAP)
    sessions = {name: _enter(doors[name], world) for name in PEOPLE}
    places = {name: _make_place(doors["Lina"], world, name) for name in PLACES}
    for name, place in GATHERINGS.items():
        done(doors[name].post(f"/api/v1/pois/{places[place]}/join"))
    for name, session in sessions.items():
        lat, lng = PEOPLE[name]
        to = {"position": {"lat": lat, "lng": lng}}
        done(doors[name].put(f"/api/v1/sessions/{session}/position", json=to))
    first = min(where.urls)
    return [
        f"  Look around at {where.urls[first]}/maps/{world}",
        people[VISITOR].told("visitor"),
        people["Arno"].told("on the map"),
        where.admin(first).told("admin"),
        "    Whoever is on the map stays for half an hour, unless you sign in as them; the places stay for good.",
    ]


def _make_map(maker: httpx.Client, name: str) -> str:
    return str(done(maker.post("/api/v1/maps", json={"name": name}))["id"])


def _enter(who: httpx.Client, world: str) -> str:
    """Without a live connection: only silence ends that, half an hour later."""
    wanted = {"map_id": world, "position": {"lat": 20.0, "lng": 0.0}}
    return str(done(who.post("/api/v1/sessions", json=wanted))["id"])


def _make_place(maker: httpx.Client, world: str, name: str) -> str:
    lat, lng, room, description = PLACES[name]
    wanted = {"name": name, "description": description, "position": {"lat": lat, "lng": lng}, "max_participants": room}
    return str(done(maker.post(f"/api/v1/maps/{world}/pois", json=wanted))["id"])


if __name__ == "__main__":
    run(begin)

"""Maps of a scenario, and the sessions of people on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.http import Reply
from support.clients.websocket import Frame, SocketClient
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.system import System

START = {"lat": 20.0, "lng": 0.0}
ELSEWHERE = {"lat": -33.0, "lng": 151.0}
SETTLE = 0.6
"""Seconds in which what must not be heard is listened for."""
SEEN_WITHIN = 3.0
"""Seconds until somebody hears of something, where the scenario measures no time."""
WELCOMED_WITHIN = 5.0
"""Seconds until somebody on a map is shown it, where the scenario measures no time."""


@dataclass(frozen=True)
class Place:
    """A map that the scenario made."""

    id: str
    name: str
    title: str
    """As the feature calls it."""


@dataclass
class Stay:
    """Somebody's session on a map, and the connections they have had for it, the last one last."""

    who: Persona
    place: Place
    session: dict[str, Any]
    lines: list[SocketClient]
    entered: datetime = field(default_factory=partial(datetime.now, UTC))
    """When it was known of first."""

    @property
    def id(self) -> str:
        return str(self.session["id"])

    @property
    def line(self) -> SocketClient:
        return self.lines[-1]

    def heard(self, *types: str) -> list[Frame]:
        """What they have heard of these kinds since they came, in order."""
        return [frame for line in self.lines for frame in line.frames if frame.data.get("type") in types]


class Maps:
    """Who is on which map; the map of a sentence that names none is the one spoken of last."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._places: dict[str, Place] = {}
        self._makers: dict[str, Persona] = {}
        self._stays: dict[tuple[str, str], Stay] = {}
        self._current = ""

    def named(self, name: str = "", maker: Persona | None = None) -> Place:
        """A map by its name in the feature; made by somebody when it is first spoken of, and closed in the end."""
        name = name or self._current
        self._current = self._current or name
        if name not in self._places:
            assert maker is not None, f"there is no map {name!r} yet"
            globe = self._accounts.as_(maker)
            made = data(globe.post("/api/v1/maps", json={"name": self.marked(name)}), 201)
            self.take_note(name, made["id"], maker)
        return self._places[name]

    def marked(self, name: str) -> str:
        """The name of a map as it is told to Globe, which no other scenario has."""
        return f"{name} {self._system.world.data.mark}"

    def take_note(self, name: str, map_id: str, maker: Persona) -> None:
        """Of a map that somebody has made."""
        self._places[name] = Place(map_id, self.marked(name), name)
        self._makers[name] = maker
        self._system.world.cleanup.add(
            f"close the map {name}",
            lambda: self._accounts.root(maker).delete(f"/api/v1/maps/{map_id}"),
            order=Order.THINGS,
        )

    def close(self, name: str) -> Place:
        """Have whoever made a map close it."""
        place = self.named(name)
        reply = self._accounts.as_(self._makers[name]).delete(f"/api/v1/maps/{place.id}")
        assert reply.status == 204, f"the map {name} is not closed: {reply.status} {reply.text}"
        return place

    def come(self, who: Persona, name: str = "", instance: str = "", at: Mapping[str, float] = START) -> Stay:
        """Enter a map, and open a connection on the instance one uses."""
        place = self.named(name, who)
        self._current = name or self._current
        stay = self.settle(who, name, data(self.ask_to_enter(who, place, instance, at), 201))
        self.connect(stay, instance)
        return stay

    def bring(self, admin: Persona, who: Persona) -> Stay:
        """Have an admin bring somebody to the map, who opens a connection then."""
        stay = self.bring_unseen(admin, who)
        self.connect(stay)
        return stay

    def bring_unseen(self, admin: Persona, who: Persona) -> Stay:
        """The same with somebody who opens none."""
        body = {"map_id": self.named().id, "position": dict(ELSEWHERE), "person_id": self._accounts.of(who).id}
        session = data(self._accounts.as_(admin).post("/api/v1/sessions", json=body), 201)
        found = (session["person"]["id"], session["position"])
        assert_that(found, equal_to((self._accounts.of(who).id, ELSEWHERE)), f"whom {admin.name} has brought in, where")
        return self.settle(who, "", session)

    def settle(self, who: Persona, name: str, session: dict[str, Any]) -> Stay:
        """Take note of somebody's session on a map, which has no connection yet."""
        place = self.named(name)
        stay = Stay(who, place, session, [])
        self._stays[who.name, place.id] = stay
        return stay

    def ask_to_enter(self, who: Persona, place: Place, instance: str = "", at: Mapping[str, float] = START) -> Reply:
        body = {"map_id": place.id, "position": dict(at)}
        return self._accounts.as_(who, instance).post("/api/v1/sessions", json=body)

    def connect(self, stay: Stay, instance: str = "") -> SocketClient:
        """Open one more connection for a session, and wait until it shows the map."""
        account = self._accounts.of(stay.who)
        line = self._system.socket(
            instance or account.entry, self._accounts.token(stay.who), stay.who.name, query=f"session_id={stay.id}"
        )
        stay.lines.append(line)
        return line

    def stay(self, who: Persona, name: str = "") -> Stay:
        """Somebody's session on a map of this scenario."""
        return self._stays[who.name, self.named(name).id]

    def everybody(self, name: str = "") -> list[Stay]:
        """Those who have come to a map, in the order in which they came."""
        place = self.named(name)
        return [stay for stay in self._stays.values() if stay.place == place]

    def elsewhere(self) -> list[Stay]:
        """Those who have come to another map than the one of which the scenario speaks."""
        return [stay for stay in self._stays.values() if stay.place != self.named()]

    def others(self, who: Persona) -> list[Stay]:
        """Those who have come to the map of which the scenario speaks, but this one."""
        return [stay for stay in self.everybody() if stay.who != who]

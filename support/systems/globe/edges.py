"""Places at the edges of the world, and beyond them: told in every way in which a place can be told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hamcrest import assert_that, equal_to, has_length

from support.clients.http import Reply
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import refused
from support.systems.globe.maps import Maps
from support.systems.globe.meeting import SEEN_WITHIN, Meeting
from support.systems.globe.pois import Pois, Spot
from support.systems.system import System

JSON = {"Content-Type": "application/json"}
MISSING = "missing"
WRONG = {"text": '"12"', "yes": "true", "nothing": "null", "a list": "[1]", "no number": "NaN", "endless": "Infinity"}
"""Values that are none, as they stand in JSON, by what a feature calls them."""


class Edges:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._meeting, self._pois = meeting, pois
        self._field = ""
        self._replies: dict[str, Reply] = {}
        self._answers: list[dict[str, Any]] = []

    def be_everywhere(self, mover: Persona, caller: Persona, newcomer: Persona, spot: Spot) -> None:
        """One enters the map there, one moves there live, one by a call, and a place is made there."""
        self._meeting.await_welcome(self._maps.come(newcomer, at=spot))
        self._meeting.move(mover, spot["lat"], spot["lng"])
        self._meeting.move_by_call(caller, spot["lat"], spot["lng"])
        self._pois.make(mover, "Edge", position=spot)

    def check_there(self, mover: Persona, caller: Persona, newcomer: Persona, spot: Spot) -> None:
        """To the digit, for everybody and in the stores."""
        for who in (mover, caller):
            self._meeting.check_place(who, spot["lat"], spot["lng"])
        assert_that(self._maps.stay(newcomer).session["position"], equal_to(spot), f"where {newcomer.name} is")
        self._meeting.check_come(newcomer)
        self._pois.check_everybody_sees("Edge", "poi_created")

    def tell_wrongly(self, who: Persona, axis: str, value: str) -> None:
        """A place with a wrong coordinate, in every way: entering, moving live and by a call, making a place."""
        self._meeting.come_to_rest()
        self._field = f"position.{axis}"
        place, stay = _place(axis, value), self._maps.stay(who)
        globe, session = self._accounts.as_(who), f"/api/v1/sessions/{stay.id}"
        bodies = {
            "entering": ("post", "/api/v1/sessions", f'{{"map_id": "{stay.place.id}", "position": {place}}}'),
            "moving": ("put", f"{session}/position", f'{{"position": {place}}}'),
            "making a place": ("post", f"/api/v1/maps/{stay.place.id}/pois", f'{{"name": "X", "position": {place}}}'),
        }
        for way, (method, path, body) in bodies.items():
            self._replies[way] = globe.request(method.upper(), path, content=body.encode(), headers=JSON)
        before = len(stay.line.frames)
        stay.line.send_text(f'{{"type": "avatar_move", "position": {place}}}')
        self._answers = eventually(
            lambda: [one.data for one in stay.line.frames[before:]],
            has_length(1),
            within=SEEN_WITHIN,
            what=f"what {who.name} is answered",
        )

    def check_named(self) -> None:
        """Each refusal names this coordinate alone; nothing has happened, for anybody."""
        for way, reply in self._replies.items():
            assert_that(refused(reply, 422).fields, equal_to([self._field]), f"what is named as wrong when {way}")
        told = self._answers[0]["data"]
        found = (self._answers[0]["type"], told.get("code"), [one["field"] for one in told["details"]["fields"]])
        assert_that(
            found, equal_to(("error", "FRAME_INVALID", [self._field])), "what is named as wrong when moving live"
        )
        self._meeting.check_nothing_happened()

    def ask_beyond(self, who: Persona) -> None:
        """Parts of a map each of which has one edge beyond the world."""
        path = f"/api/v1/maps/{self._maps.stay(who).place.id}/pois"
        for field, part in _beyond():
            self._replies[f"{field} {part[field]}"] = self._accounts.as_(who).get(path, params=part)

    def check_edges_named(self) -> None:
        for told, reply in self._replies.items():
            assert_that(refused(reply, 422).fields, equal_to([told.partition(" ")[0]]), f"what is named for {told}")


def _place(axis: str, value: str) -> str:
    """A place as JSON, one coordinate of which is this."""
    good = {"lat": "1.5", "lng": "2.5"}
    if value == MISSING:
        del good[axis]
    else:
        good[axis] = WRONG.get(value) or json.dumps(float(value.rstrip("°")))
    return "{" + ", ".join(f'"{name}": {told}' for name, told in good.items()) + "}"


def _beyond() -> Iterator[tuple[str, dict[str, str]]]:
    good = {"south_west.lat": "1", "south_west.lng": "2", "north_east.lat": "3", "north_east.lng": "4"}
    for field, values in (
        ("south_west.lat", ("-90.000001", "-inf", "nan")),
        ("north_east.lat", ("90.000001", "inf", "nan")),
        ("south_west.lng", ("-180.000001", "180.000001")),
        ("north_east.lng", ("-180.000001", "180.000001")),
    ):
        for value in values:
            yield field, {**good, field: value}

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
from support.systems.answers import data, refused
from support.systems.globe.maps import SEEN_WITHIN, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
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
        """One enters the map there, two move there live and then by a call, and a place is made: on either instance."""
        self._enter_for_a_moment(newcomer, spot)
        self._meeting.await_welcome(self._maps.come(newcomer, at=spot))
        for who in (mover, caller):
            self._meeting.move(who, spot["lat"], spot["lng"])
            self._meeting.move_by_call(who, spot["lat"], spot["lng"])
        self._pois.make_on_each(mover, "Edge", position=spot)

    def _enter_for_a_moment(self, who: Persona, spot: Spot) -> None:
        """On the instance that they do not use otherwise."""
        elsewhere = next(one for one in INSTANCES if one != self._accounts.of(who).entry)
        session = data(self._maps.ask_to_enter(who, self._maps.named(), elsewhere, spot), 201)
        assert_that(session["position"], equal_to(spot), f"where {who.name} is, as {elsewhere} says")
        data(self._accounts.as_(who, elsewhere).delete(f"/api/v1/sessions/{session['id']}"))

    def check_there(self, mover: Persona, caller: Persona, newcomer: Persona, spot: Spot) -> None:
        """To the digit, for everybody and in the stores."""
        for who in (mover, caller):
            self._meeting.check_place(who, spot["lat"], spot["lng"])
        assert_that(self._maps.stay(newcomer).session["position"], equal_to(spot), f"where {newcomer.name} is")
        self._meeting.check_come(newcomer)
        for stay in self._maps.everybody():
            told = [one.data["data"]["position"] for one in stay.heard("avatar_moved")]
            here = [one.data["data"]["session"] for one in stay.heard("user_joined")]
            told += [one["position"] for one in here if one["person"]["id"] == self._accounts.of(newcomer).id]
            assert_that(told, equal_to([spot] * len(told)), f"all places of which {stay.who.name} has heard")
        self._pois.check_everybody_sees("Edge", "poi_created")

    def tell_wrongly(self, who: Persona, axis: str, value: str) -> None:
        """A place with a wrong coordinate, in every way and on either instance: entering, moving, making a place.

        Live, everybody who is there tells it: they are connected to one instance and the other.
        """
        self._meeting.come_to_rest()
        self._field = f"position.{axis}"
        place, stay = _place(axis, value), self._maps.stay(who)
        session = f"/api/v1/sessions/{stay.id}"
        bodies = {
            "entering": ("post", "/api/v1/sessions", f'{{"map_id": "{stay.place.id}", "position": {place}}}'),
            "moving": ("put", f"{session}/position", f'{{"position": {place}}}'),
            "making a place": ("post", f"/api/v1/maps/{stay.place.id}/pois", f'{{"name": "X", "position": {place}}}'),
        }
        for way, (method, path, body) in bodies.items():
            for instance in INSTANCES:
                globe = self._accounts.as_(who, instance)
                reply = globe.request(method.upper(), path, content=body.encode(), headers=JSON)
                self._replies[f"{way} on {instance}"] = reply
        self._answers = [self._tell_live(one, place) for one in self._maps.everybody()]

    def _tell_live(self, stay: Stay, place: str) -> dict[str, Any]:
        """What somebody is answered who moves there."""
        before = len(stay.line.frames)
        stay.line.send_text(f'{{"type": "avatar_move", "position": {place}}}')
        return eventually(
            lambda: [one.data for one in stay.line.frames[before:]],
            has_length(1),
            within=SEEN_WITHIN,
            what=f"what {stay.who.name} is answered",
        )[0]

    def check_named(self) -> None:
        """Each refusal names this coordinate alone; nothing has happened, for anybody."""
        for way, reply in self._replies.items():
            assert_that(refused(reply, 422).fields, equal_to([self._field]), f"what is named as wrong when {way}")
        for answer in self._answers:
            named = [one["field"] for one in answer["data"].get("details", {}).get("fields", [])]
            found = (answer["type"], answer["data"].get("code"), named)
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

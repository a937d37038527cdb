"""What somebody pictures of a map who was shown it once, and believes whatever they have been told since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.websocket import SocketClient
from support.systems.globe.heard import person_of
from support.systems.globe.maps import Stay

CHANGING = ("participants", "participant_count", "discussion_active", "discussion_since")
"""Of a place, what comes and goes with those who gather there."""
AT_ONCE = 0.02
"""Seconds between somebody's coming and the beginning of the talk that begins with it: they are one change."""
Fields = Mapping[str, Any]


class Picture:
    """Made of the frames of one connection, the first of which shows the map.

    What a frame tells has to fit what is pictured already: who comes was not there, who goes was, and leaves their
    place first; those are told to be at a place who have come to it. What one asks for oneself over the connection is
    answered, and the answer may come a little later than what others do meanwhile: of oneself it tells nothing else.
    """

    def __init__(self, stay: Stay, line: SocketClient) -> None:
        self._who, self._own = stay.who.name, stay.id
        self._people: dict[str, dict[str, Any]] = {}
        self._places: dict[str, dict[str, Any]] = {}
        self._since: dict[str, str | None] = {}
        """Of each place since when they talk there, where that was told last by a change."""
        self._moved = 0
        """The number of one's own last move."""
        for frame in line.frames:
            self._take(frame.data)

    @property
    def seen(self) -> dict[str, Any]:
        """As `bare` of a view."""
        return _sorted(self._people.values(), self._places.values())

    def _take(self, frame: Fields) -> None:
        kind, told = str(frame.get("type")), frame.get("data", {})
        if kind == "welcome":
            self._people = {one["id"]: person_of(one) for one in told["sessions"]}
            self._places = {one["id"]: _lasting(one) for one in told["pois"]}
            self._since = {one["id"]: one["discussion_since"] for one in told["pois"]}
        elif kind.startswith("avatar_move"):
            self._move(told, told["sequence"] if kind == "avatar_move_ack" else frame["sequence"])
        elif kind in ("user_joined", "user_left"):
            getattr(self, f"_{kind}")(told)
        elif kind == "poi_removed":
            self._expect(told["poi_id"] in self._places, "a place is taken away that there is not")
            del self._places[told["poi_id"]]
            self._leave_place(told["poi_id"])
        elif "poi" in told:
            self._gather(kind, frame)

    def _expect(self, right: bool, what: str) -> None:
        assert right, f"{self._who} hears that {what}"

    def _move(self, told: Fields, number: int) -> None:
        identity = told["session_id"]
        self._expect(identity in self._people, f"{identity} moves, who is not there")
        if identity != self._own or number > self._moved:
            self._people[identity]["position"] = told["position"]
            self._moved = number if identity == self._own else self._moved

    def _user_joined(self, told: Fields) -> None:
        session = told["session"]
        self._expect(session["id"] not in self._people, f"{session['person']['name']} comes, who is there already")
        self._expect(session["active"] and session["poi_id"] is None, f"somebody comes who is no newcomer: {session}")
        self._people[session["id"]] = person_of(session)

    def _user_left(self, told: Fields) -> None:
        gone = self._people.pop(told["session_id"], None)
        self._expect(gone is not None, f"{told['session_id']} leaves, who is not there")
        if gone is not None and told["session_id"] != self._own:
            name = gone["person"]["name"]
            self._expect(gone["poi_id"] is None, f"{name} leaves the map, and not before it the place where they are")

    def _leave_place(self, poi_id: str) -> None:
        for one in self._people.values():
            if one["poi_id"] == poi_id:
                one["poi_id"] = None

    def _gather(self, kind: str, frame: Fields) -> None:
        told = frame["data"]
        poi, who = told["poi"], told.get("session_id", self._own)
        if kind.startswith(("poi_join", "poi_leave", "poi_left")):
            joins = kind.startswith("poi_join")
            self._expect(who in self._people, f"{who} comes to {poi['name']} or goes from there, who is not on the map")
            twice = who != self._own and (self._people[who]["poi_id"] == poi["id"]) == joins
            self._expect(not twice, f"{told.get('name')} does twice what is {kind} of {poi['name']}")
            self._people[who]["poi_id"] = poi["id"] if joins else None
        if kind.endswith("_ack"):
            self._since.pop(poi["id"], None)
            return
        self._places[poi["id"]] = _lasting(poi)
        self._check_inside(f"{kind} of {poi['name']}", poi)
        self._check_since(kind, frame["at"], poi)

    def _check_inside(self, what: str, poi: Fields) -> None:
        """Whether oneself is there is known by answers alone, which come when they come."""
        here = {key: one["person"] for key, one in self._people.items() if one["poi_id"] == poi["id"]}
        names = [one["person"]["name"].lower() for one in poi["participants"]]
        assert_that(names, equal_to(sorted(names)), f"the order of those who are there after {what}")
        inside = {one["session_id"]: one["person"] for one in poi["participants"]}
        here[self._own] = inside[self._own] = self._people.get(self._own, {}).get("person")
        assert_that(inside, equal_to(here), f"who is there after {what}, as {self._who} heard")
        count = len(poi["participants"])
        told = (poi["participant_count"], poi["discussion_active"], poi["discussion_since"] is not None)
        assert_that(told, equal_to((count, count > 1, count > 1)), f"how many are there after {what}")

    def _check_since(self, kind: str, at: str, poi: Fields) -> None:
        """A talk has begun with the second one, and goes on as long as two are there."""
        since, known = poi["discussion_since"], self._since.get(poi["id"])
        if since is not None and kind == "poi_joined" and poi["participant_count"] == 2:
            late = datetime.fromisoformat(since) - datetime.fromisoformat(at)
            assert abs(late.total_seconds()) <= AT_ONCE, f"they talk at {poi['name']} since {since}, two since {at}"
        elif since is not None and known is not None:
            assert_that(since, equal_to(known), f"since when they talk at {poi['name']}, after {kind}")
        self._since[poi["id"]] = since


def bare(view: Fields) -> dict[str, Any]:
    """What of a view can be pictured: who is on the map, where, and which places there are."""
    return _sorted((person_of(one) for one in view["sessions"]), (_lasting(one) for one in view["pois"]))


def _sorted(people: Any, places: Any) -> dict[str, Any]:
    return {
        name: sorted(each, key=lambda one: str(one["id"])) for name, each in (("people", people), ("places", places))
    }


def _lasting(poi: Fields) -> dict[str, Any]:
    return {name: value for name, value in poi.items() if name not in CHANGING}

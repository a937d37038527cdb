"""Points of interest: made, changed and removed, and what everybody sees of that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, empty, equal_to, has_length, not_

from support.clients.http import Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.geography import beyond
from support.systems.globe.heard import check_then
from support.systems.globe.maps import SEEN_WITHIN, SETTLE, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.globe.words import coordinates
from support.systems.system import System

Spot = dict[str, float]
"""A place in degrees: `lat`, `lng`."""
SOMEWHERE: Spot = {"lat": 48.85, "lng": 2.35}
TOLD = ("name", "description", "position", "max_participants", "created_by", "created_at", "map_id")
"""What people say of a place, and who made it, when and where."""
ROUNDS = 10
LONGEST = 500
"""Characters of a description at most."""


@dataclass
class Poi:
    """A point of interest as it has to be, by what the scenario has done."""

    id: str
    map_id: str
    told: dict[str, Any]
    """`TOLD` of it."""
    changes: list[dict[str, Any]] = field(default_factory=list)
    """The same after each time that it was changed."""
    gone: bool = False
    made: datetime = field(default_factory=partial(datetime.now, UTC))
    """When it was known of first."""


class Pois:
    """Those of the scenario, by their names in the feature."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting) -> None:
        self._system, self._accounts, self._maps, self._meeting = system, accounts, maps, meeting
        self._known: dict[str, Poi] = {}
        self._tries: list[Reply] = []
        self.race: list[list[Reply]] = []

    def named(self, name: str) -> Poi:
        return self._known[name]

    # What people do

    def make(self, who: Persona, name: str, map_name: str = "", instance: str = "", **more: Any) -> None:
        """Make one; `more` stands in for what is usual."""
        made = data(self.ask_to_make(who, name, instance, map_name, **more), 201)
        known = {"map_id": self._maps.stay(who, map_name).place.id, "created_at": made["created_at"]}
        wanted = {**_usual(name), **more, "created_by": self._accounts.of(who).id, **known}
        told = _told(made)
        assert_that(told, equal_to(wanted), f"what {who.name} is told of the place they made")
        self._known[name] = Poi(made["id"], made["map_id"], told)
        self._meeting.everywhere.check_answered(who, f"/api/v1/pois/{made['id']}", made)

    def make_on_each(self, who: Persona, name: str, **more: Any) -> None:
        """Make one on an instance, remove it, and make it on the other one."""
        for number, instance in enumerate(INSTANCES):
            if number:
                self.remove(who, name)
            self.make(who, name, instance=instance, **more)

    def make_all(self, who: Persona, places: Sequence[tuple[str, str]]) -> None:
        """Several, each a name and a spot as people write it."""
        for name, where in places:
            self.make(who, name, position=coordinates(where))

    def make_many(self, who: Persona, count: int) -> None:
        """Along the equator, each with as long a description as it may have, of characters of four bytes."""
        for number in range(count):
            spot = {"lat": 0.0, "lng": float(number)}
            self.make(who, f"Place {number}", position=spot, description=LONGEST * "🌍")

    def fill(self, who: Persona, count: int) -> None:
        """Have so many stored as if somebody had made them, which would take longer than the limit of making allows."""
        database = self._system.database
        assert database is not None, "only the database can be given so many at once"
        database.run(
            "INSERT INTO globe.pois (map_id, name, description, lat, lng, max_participants, created_by)"
            " SELECT %s::uuid, 'Stall ' || n, '', -40, n * 0.5, 10, %s::uuid FROM generate_series(1, %s) AS n",
            (self._maps.stay(who).place.id, self._accounts.of(who).id, count),
        )

    def ask_to_make(self, who: Persona, name: str, instance: str = "", map_name: str = "", **more: Any) -> Reply:
        path = f"/api/v1/maps/{self._maps.stay(who, map_name).place.id}/pois"
        return self._accounts.as_(who, instance).post(path, json={**_usual(name), **more})

    def try_to_make(self, who: Persona, name: str, **more: Any) -> None:
        """On either instance, for the scenario to judge."""
        self._meeting.come_to_rest()
        self._tries = [self.ask_to_make(who, name, instance, **more) for instance in INSTANCES]

    def change(self, who: Persona, name: str, new: str, description: str, room: int) -> None:
        """Change all that can be changed of it: on one instance, and once more on the other one."""
        poi, entry = self._known[name], self._accounts.of(who).entry
        elsewhere = next(one for one in INSTANCES if one != entry)
        self._change(who, poi, elsewhere, f"{new} (soon)", f"soon {description}".strip(), room + 1)
        self._change(who, poi, entry, new, description, room)
        self._known[new] = poi

    def _change(self, who: Persona, poi: Poi, instance: str, name: str, description: str, room: int) -> None:
        changed = data(self._ask_to_change(who, poi, name, description, room, instance))
        poi.told |= {"name": name, "description": description, "max_participants": room}
        poi.changes.append(dict(poi.told))
        assert_that(_told(changed), equal_to(poi.told), f"what {who.name} is told of it")
        self._meeting.everywhere.check_answered(who, f"/api/v1/pois/{poi.id}", changed)

    def try_to_change_room(self, who: Persona, name: str, room: int) -> None:
        """On either instance, for the scenario to judge."""
        self._meeting.come_to_rest()
        poi = self._known[name]
        now = (poi.told["name"], poi.told["description"])
        self._tries = [self._ask_to_change(who, poi, *now, room, instance) for instance in INSTANCES]

    def _ask_to_change(self, who: Persona, poi: Poi, name: str, description: str, room: int, instance: str) -> Reply:
        body = {"name": name, "description": description, "max_participants": room}
        return self._accounts.as_(who, instance).put(f"/api/v1/pois/{poi.id}", json=body)

    def remove(self, who: Persona, name: str) -> None:
        data_of_none(self._accounts.as_(who).delete(f"/api/v1/pois/{self._known[name].id}"))
        self._known[name].gone = True

    def make_at_once(self, people: Sequence[Persona]) -> None:
        """Each makes one at the same spot at the same instant, over both instances; ten times, each time elsewhere.

        A platform that looks for the next one first and makes it afterwards makes two whenever both look before either
        has made it. Should that happen in half of the rounds only, ten rounds miss it once in 2^10 = 1024 times.
        """
        for number in range(ROUNDS):
            at = {"lat": 10.0 + number, "lng": 10.0}
            acts = [
                partial(self.ask_to_make, who, f"Kiosk {number}", INSTANCES[n % len(INSTANCES)], position=at)
                for n, who in enumerate(people)
            ]
            self.race.append(at_the_same_time(acts))

    def at(self, name: str, metres: float, direction: str) -> dict[str, float]:
        """The spot so far from a place."""
        return beyond(self._known[name].told["position"], metres, direction)

    # What is seen and kept

    def check_everybody_sees(self, name: str, kind: str) -> None:
        """Everybody on the map heard of it once, or of each change, as it was; instances and database have it so."""
        poi = self._known[name]
        wanted = list(poi.changes) if kind == "poi_updated" else [poi.told]
        for stay in self._maps.everybody():
            eventually(
                partial(self._heard, stay, poi, kind),
                equal_to(wanted),
                within=SEEN_WITHIN,
                what=f"what {stay.who.name} hears of {name}",
            )
        never(
            lambda: [one.who.name for one in self._maps.everybody() if len(self._heard(one, poi, kind)) > len(wanted)],
            not_(empty()),
            during=SETTLE,
            what=f"who hears of {name} once more",
        )
        self.check_kept(name)

    def check_kept(self, name: str) -> None:
        """Both instances tell of it, and of all others on its map, as they are; and so does the database."""
        here = self._known[name].map_id
        for poi in {poi.id: poi for poi in self._known.values() if poi.map_id == here and not poi.gone}.values():
            self._check_kept(poi)

    def _check_kept(self, poi: Poi) -> None:
        name, one = poi.told["name"], self._maps.everybody()[0].who
        check_then(poi.told["created_at"], poi.made, f"the making of {name}")
        for instance in INSTANCES:
            globe = self._accounts.as_(one, instance)
            found = data(globe.get(f"/api/v1/pois/{poi.id}"))
            listed = [each for each in self.listed(one, instance=instance) if each["id"] == poi.id]
            assert_that([_told(found)], equal_to([poi.told]), f"{name} as {instance} has it")
            assert_that([_told(each) for each in listed], equal_to([poi.told]), f"{name} in the list of {instance}")
        if (database := self._system.database) is not None:
            rows = database.rows(
                "SELECT name, description, lat, lng, max_participants, created_by::text, map_id::text FROM globe.pois"
                " WHERE id = %s::uuid",
                (poi.id,),
            )
            kept = [{"position": {"lat": row.pop("lat"), "lng": row.pop("lng")}, **row} for row in rows]
            wanted = {each: value for each, value in poi.told.items() if each != "created_at"}
            assert_that(kept, equal_to([wanted]), f"{name} as it is stored")

    def check_gone(self, name: str) -> None:
        """Everybody heard once that it is gone; nobody finds it any more, and nothing is kept of it: of it alone."""
        poi = self._known[name]
        for stay in self._maps.everybody():
            eventually(
                partial(self._removals, stay, poi),
                equal_to(1),
                within=SEEN_WITHIN,
                what=f"how often {stay.who.name} hears that {name} is gone",
            )
        one = self._maps.everybody()[0].who
        for instance in INSTANCES:
            globe, path = self._accounts.as_(one, instance), f"/api/v1/pois/{poi.id}"
            tries = [globe.get(path), globe.put(path, json=_changed("Late")), globe.delete(path)]
            for reply in (*tries, globe.post(f"{path}/join"), globe.post(f"{path}/leave")):
                assert_that(
                    refused(reply, 404).code, equal_to("POI_NOT_FOUND"), f"why {name} is refused, which is gone"
                )
            found = [each["id"] for each in self.listed(one, instance=instance)]
            assert_that(poi.id in found, equal_to(False), f"whether {instance} lists {name}")
        if (database := self._system.database) is not None:
            count = database.value("SELECT count(*) FROM globe.pois WHERE id = %s::uuid", (poi.id,))
            inside = database.value("SELECT count(*) FROM globe.map_sessions WHERE poi_id = %s::uuid", (poi.id,))
            assert_that((count, inside), equal_to((0, 0)), f"what is stored of {name} and of who is there")
        if (cache := self._system.cache) is not None:
            eventually(
                lambda: cache.exists(f"poi:participants:{poi.id}"),
                equal_to(False),
                within=SEEN_WITHIN,
                what=f"whether the cache knows who is at {name}",
            )
        self.check_kept(name)

    def _removals(self, stay: Stay, poi: Poi) -> int:
        return sum(frame.data["data"]["poi_id"] == poi.id for frame in stay.heard("poi_removed"))

    def check_shown_to_newcomer(self, who: Persona, name: str) -> None:
        """Whoever comes later is shown it once, as it is now."""
        poi, welcome = self._known[name], self._maps.stay(who).lines[0].frames[0].data["data"]
        shown = [_told(one) for one in welcome["pois"] if one["id"] == poi.id]
        assert_that(shown, equal_to([poi.told]), f"{name} as it is shown to {who.name}")

    def check_refused(self, code: str) -> None:
        """On either instance, for this reason; there is no change of which anybody could hear."""
        for reply in self._tries:
            assert_that(refused(reply, 409).code, equal_to(code), "why it was refused")
        self._meeting.check_nothing_changed()

    def check_out_of_reach(self, who: Persona, name: str) -> None:
        """Whoever is not on the map is refused whatever they try with a place of it; it stays as it was."""
        poi = self._known[name]
        for instance in INSTANCES:
            globe = self._accounts.as_(who, instance)
            refused(globe.get(f"/api/v1/pois/{poi.id}"), 403)
            refused(globe.put(f"/api/v1/pois/{poi.id}", json={**_usual("Mine"), "description": "Mine"}), 403)
            refused(globe.delete(f"/api/v1/pois/{poi.id}"), 403)
            refused(globe.post(f"/api/v1/pois/{poi.id}/join"), 403)
            refused(globe.post(f"/api/v1/maps/{poi.map_id}/pois", json=_usual("Mine")), 403)
        self.check_kept(name)

    def check_makes_elsewhere(self, who: Persona, name: str, spot: Spot, where: str) -> None:
        """On another map, where the spot is free."""
        path = f"/api/v1/maps/{self._maps.named(where).id}/pois"
        made = data(self._accounts.as_(who).post(path, json={**_usual(name), "position": spot}), 201)
        assert_that(made["position"], equal_to(spot), f"where {name} is")

    def check_number(self, number: int) -> None:
        """As many are listed, by either instance, and shown to whoever asks live."""
        one = self._maps.everybody()[0]
        for instance in INSTANCES:
            assert_that(self.listed(one.who, instance=instance), has_length(number), f"places that {instance} lists")
        shown = self._meeting.everywhere.shown(one)["pois"]
        assert_that(shown, has_length(number), f"places that {one.who.name} is shown")

    def check_one_each(self) -> None:
        """Each time one was made and the others were refused; as many are listed and stored."""
        for replies in self.race:
            made = [reply for reply in replies if reply.status == 201]
            assert_that(made, has_length(1), "places that were made at the same spot at once")
            for reply in replies:
                if reply.status != 201:
                    assert_that(refused(reply, 409).code, equal_to("DUPLICATE_LOCATION"), "why it was refused")
        one = self._maps.everybody()[0].who
        for instance in INSTANCES:
            assert_that(self.listed(one, instance=instance), has_length(len(self.race)), f"what {instance} lists")

    def listed(self, who: Persona, part: Mapping[str, float] | None = None, instance: str = "") -> list[dict[str, Any]]:
        """The places of somebody's map, or of a part of it."""
        found: list[dict[str, Any]] = data(self.ask_for(who, part, instance))
        return found

    def ask_for(self, who: Persona, part: Mapping[str, float] | None = None, instance: str = "") -> Reply:
        path = f"/api/v1/maps/{self._maps.stay(who).place.id}/pois"
        return self._accounts.as_(who, instance).get(path, params=dict(part or {}))

    def ask_for_part(self, who: Persona, south_west: Spot, north_east: Spot) -> None:
        """For the scenario to judge."""
        self._system.judge(self.ask_for(who, _part(south_west, north_east)))

    def check_part(self, who: Persona, title: str, south_west: Spot, north_east: Spot, names: str) -> None:
        """In a part of the map, edges included, there are just these, by name; both instances say so."""
        part = _part(south_west, north_east)
        wanted = [] if names == "nothing" else [name.strip() for name in names.split(",")]
        for instance in INSTANCES:
            found = self.listed(who, part, instance)
            what = f"what {instance} finds where {title!r} is asked for: {part}"
            assert_that([one["name"] for one in found], equal_to(wanted), what)
            assert_that(found, equal_to([one for one in self.listed(who) if one["name"] in wanted]), what)

    def _heard(self, stay: Stay, poi: Poi, kind: str) -> list[dict[str, Any]]:
        """What somebody heard of it in frames of this kind."""
        told = [frame.data["data"]["poi"] for frame in stay.heard(kind)]
        return [_told(one) for one in told if one["id"] == poi.id]


def data_of_none(reply: Reply) -> None:
    """An answer that says that something is done, and nothing else."""
    assert_that((reply.status, reply.body), equal_to((204, b"")), "the answer")


def _usual(name: str) -> dict[str, Any]:
    description = f"Where {name} is. Até já ☕"
    return {"name": name, "description": description, "position": dict(SOMEWHERE), "max_participants": 10}


def _changed(name: str) -> dict[str, Any]:
    return {"name": name, "description": "", "max_participants": 9}


def _part(south_west: Spot, north_east: Spot) -> dict[str, float]:
    part = {f"south_west.{axis}": degrees for axis, degrees in south_west.items()}
    return part | {f"north_east.{axis}": degrees for axis, degrees in north_east.items()}


def _told(poi: Mapping[str, Any]) -> dict[str, Any]:
    return {field: poi[field] for field in TOLD}

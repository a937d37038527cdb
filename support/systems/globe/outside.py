"""What those get of a map who are not on it: who have left it, are on another one, or were on one that is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from hamcrest import assert_that, empty, equal_to, greater_than, has_length, not_none

from support.clients.websocket import Refused
from support.observing.waiting import eventually, never, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.everywhere import Everywhere
from support.systems.globe.heard import check_then, is_at
from support.systems.globe.maps import SEEN_WITHIN, SETTLE, Maps, Place, Stay
from support.systems.globe.operations import INSTANCES
from support.systems.system import System

CLOSED = 4404
"""How a connection to a map ends that is closed."""
OTHER_MAPS = ("Zoo", "arcade", "Éclair", "bridge")
"""As nobody puts them in order by accident."""
MOST_LISTED = 500
"""Maps, the first by name."""
LAST = "\U0010fffd"
"""What comes after every other name."""
AT_ONCE = timedelta(milliseconds=100)
"""Between a session's end and the change that tells of it, by one clock."""
NOWHERE: Mapping[str, Any] = {"position": {"lat": 0, "lng": 0}}


class Outside:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, everywhere: Everywhere) -> None:
        self._system, self._accounts, self._maps, self._everywhere = system, accounts, maps, everywhere

    # Whoever has left

    def check_ended(self, stay: Stay, at: str, told: Mapping[str, Any]) -> None:
        """Somebody's session ended when others heard of it, and is on record so, whatever they try afterwards.

        `told` is what they were answered who left by word.
        """
        before = self._on_record(stay)
        self.check_shut_out(stay)
        globe = self._accounts.as_(stay.who, self._everywhere.instances[0])
        found = data(globe.get(f"/api/v1/sessions/{stay.id}"))
        assert_that(dict(told) or found, equal_to(found), f"what {stay.who.name} was told, who left")
        assert_that(self._on_record(stay), equal_to(before), f"what is stored of {stay.who.name}, who has left")
        for row in before:
            check_then(at, row["ended_at"], f"the leaving of {stay.who.name}", AT_ONCE)
            assert is_at(found["last_active_at"], row["last_active_at"]), f"{found} is not what is stored: {row}"

    def _on_record(self, stay: Stay) -> list[dict[str, Any]]:
        """The row of somebody's session; none where nobody can look."""
        database = self._system.database
        row = "SELECT * FROM globe.map_sessions WHERE id = %s::uuid"
        return [] if database is None else database.rows(row, (stay.id,))

    def check_shut_out(self, stay: Stay) -> None:
        """Whoever has left hears nothing more, is refused whatever they ask of the map, and nobody hears of that."""
        heard = self._heard_of(stay)
        for instance in self._everywhere.instances:
            globe, path = self._accounts.as_(stay.who, instance), f"/api/v1/sessions/{stay.id}"
            for what in ("sessions", "pois"):
                refused(globe.get(f"/api/v1/maps/{stay.place.id}/{what}"), 403)
            refused(globe.post(f"/api/v1/maps/{stay.place.id}/pois", json={"name": "Late", **NOWHERE}), 403)
            for reply in (globe.put(f"{path}/position", json=dict(NOWHERE)), globe.post(f"{path}/heartbeat")):
                assert_that(refused(reply, 409).code, equal_to("SESSION_ENDED"), "why a sign of life is refused")
            again = data(globe.delete(path))
            assert_that((again["id"], again["active"]), equal_to((stay.id, False)), "what is told who leaves once more")
            self._check_no_way_back(stay, instance)
        assert_that(self._heard_of(stay), equal_to(heard), f"how much {stay.who.name} has heard, and others of them")

    def _heard_of(self, stay: Stay) -> dict[str, int]:
        """How much somebody has heard, and how often others have heard of them."""
        person = stay.session["person"]["id"]
        others = {
            one.who.name: sum(person in frame.text for line in one.lines[-1:] for frame in line.frames)
            for one in self._maps.everybody()
            if one is not stay
        }
        return {**others, stay.who.name: len(stay.line.frames)}

    def _check_no_way_back(self, stay: Stay, instance: str) -> None:
        """A connection is for a session that goes on."""
        try:
            line = self._maps.connect(stay, instance)
        except Refused as refusal:
            assert_that(refusal.status, equal_to(409), f"how {stay.who.name} is refused a connection")
            return
        stay.lines.remove(line)
        raise AssertionError(f"{stay.who.name} could connect once more at {instance}, whose session has ended")

    def check_history(self, stay: Stay, position: Mapping[str, float]) -> None:
        """Whoever has left still sees that they were there: since when, where last, and that it is over."""
        wanted = {
            "id": stay.id,
            "person": stay.session["person"],
            "position": dict(position),
            "poi_id": None,
            "opened_at": stay.session["opened_at"],
            "active": False,
        }
        for instance in self._everywhere.instances:
            found = data(self._accounts.as_(stay.who, instance).get(f"/api/v1/sessions/{stay.id}"))
            told = {name: found[name] for name in wanted}
            assert_that(told, equal_to(wanted), f"what {instance} has on record of {stay.who.name}")

    def check_empty(self, within: float) -> None:
        """Nobody is on the map any more, though nobody is left who could hear of it: each session has ended for good.

        Of nobody is anything left in the cache.
        """
        began = now()
        for stay in self._maps.everybody():
            eventually(
                lambda stay=stay: data(self._accounts.as_(stay.who).get(f"/api/v1/sessions/{stay.id}"))["active"],  # type: ignore[misc]
                equal_to(False),
                within=within,
                promised=True,
                since=began,
                what=f"whether {stay.who.name} is still on the map",
            )
        if (cache := self._everywhere.cache) is not None:
            stays = self._maps.everybody()
            keys = [f"map:sessions:{stays[0].place.id}", *(f"session:{stay.id}" for stay in stays)]
            eventually(
                lambda: [key for key in keys if cache.exists(key)],
                empty(),
                within=SEEN_WITHIN,
                what="what the cache has of a map on which nobody is",
            )

    # Whoever is on another map

    def check_nothing_heard(self, who: Persona, name: str) -> None:
        """Somebody on another map hears nothing of this one, and is refused whatever they ask of it."""
        stay, here = self._maps.stay(who, name), self._maps.named()
        never(
            lambda: [frame.text for frame in stay.line.frames if here.id in frame.text],
            has_length(greater_than(0)),
            during=SETTLE,
            what=f"what {who.name} hears of the other map",
        )
        kinds = [frame.data.get("type") for frame in stay.line.frames]
        assert_that(kinds, equal_to(["welcome"]), f"all that {who.name} has heard")
        for instance in INSTANCES:
            globe = self._accounts.as_(who, instance)
            for path in ("sessions", "pois"):
                refused(globe.get(f"/api/v1/maps/{here.id}/{path}"), 403)
            for other in self._maps.everybody():
                path = f"/api/v1/sessions/{other.id}"
                refused(globe.get(path), 404)
                refused(globe.delete(path), 404)
                refused(globe.put(f"{path}/position", json=dict(NOWHERE)), 404)
                refused(globe.post(f"{path}/heartbeat"), 404)
            neighbour, other = self._maps.everybody()[:2]
            for stranger in (stay, neighbour):
                self._check_no_connection(stranger, other, instance)

    def _check_no_connection(self, stranger: Stay, other: Stay, instance: str) -> None:
        """Nobody listens in somebody else's name, wherever they are themselves."""
        token, query = self._accounts.token(stranger.who), f"session_id={other.id}"
        told = f"whether {stranger.who.name} may listen at {instance} as {other.who.name}"
        try:
            self._system.socket(instance, token, stranger.who.name, query=query).close()
        except Refused as refusal:
            assert_that(refusal.status, equal_to(404), told)
            return
        raise AssertionError(f"{stranger.who.name} could connect at {instance} for the session of {other.who.name}")

    # Maps that are closed, and those that are not

    def close_map(self, who: Persona, name: str) -> None:
        """As whoever made it may."""
        place = self._maps.named(name)
        reply = self._accounts.as_(who).delete(f"/api/v1/maps/{place.id}")
        assert_that((reply.status, reply.body), equal_to((204, b"")), f"what {who.name} is told, who closes {name}")

    def check_closed(self, name: str, poi_id: str) -> None:
        """Each hears it once, on each connection, which ends; sessions are history, and nothing else is left of it."""
        place, stays = self._maps.named(name), self._maps.everybody(name)
        for stay in stays:
            for line in stay.lines:
                ended = eventually(
                    partial(getattr, line, "closed"), not_none(), within=SEEN_WITHIN, what=f"how {stay.who.name} goes"
                )
                last = [one.data["type"] for one in line.frames if one.data["type"] in ("map_closed", "user_left")]
                assert_that((ended.code, last), equal_to((CLOSED, ["map_closed"])), f"how {stay.who.name} goes")
            moves = [one.data["data"] for one in stay.heard("avatar_move_ack")]
            self.check_history(stay, moves[-1]["position"] if moves else stay.session["position"])
            self._check_nothing_there(stay, poi_id)
        self._check_stores(place, stays, poi_id)

    def _check_nothing_there(self, stay: Stay, poi_id: str) -> None:
        path = f"/api/v1/maps/{stay.place.id}"
        for instance in INSTANCES:
            globe = self._accounts.as_(stay.who, instance)
            for one in (path, f"{path}/sessions", f"{path}/pois"):
                assert_that(refused(globe.get(one), 404).code, equal_to("MAP_NOT_FOUND"), f"why {one} is refused")
            assert_that(refused(globe.delete(path), 404).code, equal_to("MAP_NOT_FOUND"), "what is told who closes it")
            refused(globe.get(f"/api/v1/pois/{poi_id}"), 404)
            refused(self._maps.ask_to_enter(stay.who, stay.place, instance), 404)

    def _check_stores(self, place: Place, stays: list[Stay], poi_id: str) -> None:
        ids = sorted(stay.id for stay in stays)
        if (database := self._system.database) is not None:
            rows = database.rows(
                "SELECT id::text, ended_at FROM globe.map_sessions"
                " WHERE map_id = %s::uuid AND ended_at IS NOT NULL ORDER BY 1",
                (place.id,),
            )
            told = stays[0].heard("map_closed")[0].data["at"]
            kept = database.rows("SELECT name, closed_at FROM globe.maps WHERE id = %s::uuid", (place.id,))
            assert_that([one["name"] for one in kept], equal_to([place.name]), "what is on record of the map")
            for moment in (*(one["closed_at"] for one in kept), *(row["ended_at"] for row in rows)):
                check_then(told, moment, f"the closing of {place.title}", AT_ONCE)
            assert_that([row["id"] for row in rows], equal_to(ids), f"who is on record to have been on {place.title}")
            left = database.value("SELECT count(*) FROM globe.pois WHERE map_id = %s::uuid", (place.id,))
            assert_that(left, equal_to(0), f"places that are stored of {place.title}")
        if (cache := self._everywhere.cache) is not None:
            keys = [f"map:sessions:{place.id}", f"poi:participants:{poi_id}", *(f"session:{one}" for one in ids)]
            eventually(
                lambda: [key for key in keys if cache.exists(key)],
                equal_to([]),
                within=SEEN_WITHIN,
                what=f"what the cache has of {place.title}",
            )

    def check_maps_listed(self, there: str, gone: str) -> None:
        """Open ones by name, capitals or not, each once and as it is; somebody makes a few more.

        Of more than are listed these are the first by name: there are as many more, which come after all others.
        """
        open_one, closed = self._maps.named(there), self._maps.named(gone).id
        who = self._maps.everybody(there)[0].who
        made = {open_one.id, *(self._maps.named(name, who).id for name in OTHER_MAPS)}
        self._fill(who)
        for instance in INSTANCES:
            globe = self._accounts.as_(who, instance)
            listed = data(globe.get("/api/v1/maps"))
            if self._system.database is not None:
                assert_that(listed, has_length(MOST_LISTED), f"as many maps as {instance} lists of many")
            names, ids = [str(one["name"]).lower() for one in listed], [str(one["id"]) for one in listed]
            assert_that(names, equal_to(sorted(names)), f"the order of maps as {instance} lists them")
            assert_that(sorted(one for one in ids if one in {*made, closed}), equal_to(sorted(made)), "maps of theirs")
            for one in [each for each in listed if each["id"] in made]:
                assert_that(data(globe.get(f"/api/v1/maps/{one['id']}")), equal_to(one), f"the map {one['name']}")

    def _fill(self, who: Persona) -> None:
        """Have as many maps stored as are listed, as if somebody had made them; closed with the scenario."""
        if (database := self._system.database) is None:
            return
        person = self._accounts.of(who).id
        name = f"{LAST} {self._system.world.data.mark}"
        database.run(
            "INSERT INTO globe.maps (name, created_by) SELECT %s, %s::uuid FROM generate_series(1, %s)",
            (name, person, MOST_LISTED),
        )
        self._system.world.cleanup.add(
            "close very many maps",
            lambda: database.run("UPDATE globe.maps SET closed_at = now() WHERE name = %s", (name,)),
        )

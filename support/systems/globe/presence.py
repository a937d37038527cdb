"""How long somebody is present who shows no sign of life, and what is one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from hamcrest import assert_that, equal_to, has_length, less_than

from support.observing.waiting import eventually, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.maps import SEEN_WITHIN, Maps, Stay
from support.systems.globe.meeting import PRESENCE_SECONDS, Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.system import System

NEARLY = 20
"""Seconds of it that are left when it is nearly over."""


class Presence:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting) -> None:
        self._system, self._accounts, self._maps, self._meeting = system, accounts, maps, meeting
        self._many: list[str] = []
        """Sessions of many who do not look."""

    # Many who do not look

    def fill(self, count: int) -> None:
        """Have so many people stored to be on the map, who have no connection and whose accounts are closed."""
        database, place, mark = self._system.database, self._maps.named().id, self._system.world.data.mark
        assert database is not None, "only the database can be given so many at once"
        rows = database.rows(
            "WITH them AS (INSERT INTO globe.people (email, password_hash, display_name, role, active)"
            " SELECT 'statue' || n || '.' || %(mark)s || '@people.test', '', 'Statue ' || n, 'user', false"
            " FROM generate_series(1, %(count)s) AS n RETURNING id)"
            " INSERT INTO globe.map_sessions (map_id, person_id, lat, lng, sequence)"
            " SELECT %(map)s::uuid, id, 0, 0, 0 FROM them RETURNING id::text",
            {"mark": mark, "count": count, "map": place},
        )
        self._many = sorted(row["id"] for row in rows)

    def fall_silent_all(self) -> None:
        """All of these at once, for as long as whoever is there may be."""
        database = self._system.database
        assert database is not None, "only the database knows when somebody was heard of last"
        silent = "UPDATE globe.map_sessions SET last_active_at = now() - make_interval(secs => %s)"
        database.run(f"{silent} WHERE id::text = ANY(%s)", (PRESENCE_SECONDS, self._many))

    def check_all_gone(self, within: float) -> None:
        """Everybody else has heard once of each of them, and is alone on the map, as lists and stores have it."""
        stays = self._maps.everybody()
        began = now()
        for stay in stays:
            eventually(
                partial(_astray, stay, self._many),
                equal_to({"missing": 0, "once too often": 0}),
                within=within,
                promised=True,
                since=began,
                what=f"of how many leavings {stay.who.name} has not heard, or not once",
            )
        there = sorted(stay.id for stay in stays)
        for instance in INSTANCES:
            listed = self._meeting.everywhere.listed(stays[0], instance)["sessions"]
            assert_that(sorted(one["id"] for one in listed), equal_to(there), f"who is there, as {instance} tells")
        if (cache := self._system.cache) is not None:
            known = f"map:sessions:{stays[0].place.id}"
            eventually(
                lambda: sorted(cache.command("SMEMBERS", known)),
                equal_to(there),
                within=SEEN_WITHIN,
                what="whom the cache has on the map",
            )

    # Signs of life

    def check_lasts(self, who: Persona) -> None:
        """What the cache knows of somebody has half an hour to live."""
        for key, left in self._lives(who).items():
            assert PRESENCE_SECONDS - 60 < left <= PRESENCE_SECONDS, (
                f"the presence of {who.name} ({key}) lasts {left} s"
            )

    def check_renewed(self, who: Persona) -> None:
        """When most of the half hour is over, a sign of life begins another one, in whichever way it is shown.

        It does for whoever shows it: somebody else on the map stays as silent as they were.
        """
        other = self._maps.others(who)[0].who
        self._meeting.fall_silent(other, PRESENCE_SECONDS / 2)
        for way, show in self._signs(who).items():
            self._meeting.fall_silent(who, PRESENCE_SECONDS - NEARLY)
            cache = self._system.cache
            assert cache is not None, "only the cache knows how long somebody is present"
            for key in self._lives(who):
                cache.command("EXPIRE", key, NEARLY)
            show()
            for key, left in self._lives(who).items():
                assert left > PRESENCE_SECONDS - NEARLY, (
                    f"after {way} the presence of {who.name} ({key}) lasts {left} s"
                )
            assert_that(self._silent_for(who), less_than(NEARLY), f"how long {who.name} was silent for, after {way}")
        silent = self._silent_for(other)
        assert silent >= PRESENCE_SECONDS / 2, f"{other.name}, who said nothing, was silent for {silent:.1f} s"

    def _signs(self, who: Persona) -> dict[str, Callable[[], object]]:
        beats = {f"a sign of life at {one}": partial(self._meeting.beat_by_call, who, one) for one in INSTANCES}
        return {
            **beats,
            "a sign of life over the live connection": partial(self._beat, self._maps.stay(who)),
            "a move": partial(self._meeting.move_by_call, who, 1.0, 2.0),
            "a move over the live connection": partial(self._meeting.move, who, 2.0, 1.0),
            "a move to where one is": partial(self._meeting.move_by_call, who, 2.0, 1.0),
            **self._signs_at_a_place(who),
        }

    def _signs_at_a_place(self, who: Persona) -> dict[str, Callable[[], object]]:
        """One that somebody makes: each of these deeds is done in turn."""
        globe, made = self._accounts.as_(who), list[str]()
        new = {"name": "Kiosk", "position": {"lat": -10.0, "lng": 10.0}}
        changed = {"name": "Kiosk", "description": "Open", "max_participants": 3}
        stay = self._maps.stay(who)
        path = f"/api/v1/maps/{stay.place.id}/pois"
        return {
            "making a place": lambda: made.append(f"/api/v1/pois/{data(globe.post(path, json=new), 201)['id']}"),
            "changing it": lambda: data(globe.put(made[0], json=changed)),
            "joining it": lambda: data(globe.post(f"{made[0]}/join")),
            "going from it": lambda: data(globe.post(f"{made[0]}/leave")),
            "joining it over the live connection": lambda: self._gather(stay, "join", made[0]),
            "going from it over the live connection": lambda: self._gather(stay, "leave", made[0]),
            "taking it away": lambda: globe.delete(made[0]),
        }

    def _beat(self, stay: Stay) -> None:
        stay.line.send({"type": "heartbeat", "ref": "beat"})
        (answer,) = eventually(
            lambda: [one.data for one in stay.line.frames if one.data.get("ref") == "beat"],
            has_length(1),
            within=SEEN_WITHIN,
            what=f"the answer to a sign of life of {stay.who.name}",
        )
        known = data(self._accounts.as_(stay.who).get(f"/api/v1/sessions/{stay.id}"))
        told = {"session_id": stay.id, "last_active_at": known["last_active_at"]}
        assert_that((answer["type"], answer["data"]), equal_to(("pong", told)), "the answer to a sign of life")

    def _gather(self, stay: Stay, deed: str, place: str) -> None:
        """Join a place or leave it, by its address, over the live connection."""
        stay.line.send({"type": f"poi_{deed}", "poi_id": place.rpartition("/")[2], "ref": deed})
        eventually(
            lambda: [one.data["type"] for one in stay.line.frames if one.data.get("ref") == deed],
            equal_to([f"poi_{deed}_ack"]),
            within=SEEN_WITHIN,
            what=f"the answer to {stay.who.name}, who would {deed} a place",
        )

    def _lives(self, who: Persona) -> dict[str, float]:
        """Of each key that has somebody's presence, how long it has to live."""
        cache, stay = self._system.cache, self._maps.stay(who)
        assert cache is not None, "only the cache knows how long somebody is present"
        keys = [f"session:{stay.id}", f"map:sessions:{stay.place.id}"]
        if gathers := json.loads(cache.get(keys[0]) or "{}").get("poi_id"):
            keys.append(f"poi:participants:{gathers}")
        lives = {key: cache.ttl(key) for key in keys}
        assert None not in lives.values(), f"the cache does not know {who.name} for a time: {lives}"
        return {key: left for key, left in lives.items() if left is not None}

    def _silent_for(self, who: Persona) -> float:
        database = self._system.database
        assert database is not None, "only the database knows when somebody was heard of last"
        silent = "SELECT extract(epoch FROM now() - last_active_at)::float FROM globe.map_sessions WHERE id = %s::uuid"
        return float(database.value(silent, (self._maps.stay(who).id,)))


def _astray(stay: Stay, leavers: Sequence[str]) -> dict[str, int]:
    """Of how many of those who leave somebody has not heard, and how many leavings they have heard besides."""
    heard = Counter(frame.data["data"]["session_id"] for frame in stay.heard("user_left"))
    wanted = Counter(leavers)
    return {"missing": (wanted - heard).total(), "once too often": (heard - wanted).total()}

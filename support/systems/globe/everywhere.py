"""What is on a map, in every way in which one can look at it: each has to show the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

from hamcrest import assert_that, equal_to, has_entry, has_key, has_length

from support.clients.cache import Cache
from support.clients.database import Database
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.heard import Row, check_changes, check_stored, is_at, unheard
from support.systems.globe.maps import Maps, Stay
from support.systems.globe.operations import INSTANCES
from support.systems.globe.picture import Picture, bare
from support.systems.system import System

View = dict[str, Any]
"""Who is on a map by name, and what is on it: `sessions`, `pois`."""
KEPT_WITHIN = 1.0
"""Seconds until the cache knows what has been confirmed, where the scenario measures no time."""
SHOWN_WITHIN = 3.0
STATES = ("welcome", "degraded")
"""Frames that tell whether something is away: the first one, and whenever that changes."""
WHOLE_WITHIN = 5.0
"""Seconds from the return of Redis until nothing is amiss any more, as the contract has it."""
SESSION = {
    *("id", "map_id", "person", "position", "poi_id", "active", "opened_at", "last_active_at", "sequence"),
}
POI = {
    *("id", "map_id", "name", "description", "position", "max_participants", "created_by", "created_at"),
    *("participants", "participant_count", "discussion_active", "discussion_since"),
}
GATHERED = "poi:participants:"
TIMES = ("opened_at", "last_active_at", "created_at", "discussion_since")


class Everywhere:
    def __init__(self, system: System, accounts: Accounts, maps: Maps) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._numbers = count(1)

    @property
    def instances(self) -> list[str]:
        """Those that have not been broken on purpose."""
        return [one for one in INSTANCES if not self._system.world.faults.broken(one)]

    @property
    def cache(self) -> Cache | None:
        """The cache, unless it is away on purpose."""
        return None if self._system.world.faults.broken("redis") else self._system.cache

    def check_same(self, asker: Stay) -> None:
        """The lists of both instances, what each connection is shown, the database and the cache say the same.

        So does what everybody pictures by what they have heard, which is in order. Of the map of this session, whose
        person is on it and asks for the lists.
        """
        place = asker.place.id
        told = self.listed(asker, self.instances[0])
        for instance in self.instances[1:]:
            assert_that(self.listed(asker, instance), equal_to(told), f"what {instance} lists")
        here = [one["id"] for one in told["sessions"]]
        everybody = self._maps.everybody(asker.place.title)
        for stay in everybody:
            check_changes(stay, everybody)
            if stay.id in here and stay.lines and stay.line.closed is None:
                assert_that(self.shown(stay), equal_to(told), f"what {stay.who.name} is shown")
                self._check_pictured(stay, told)
        if (database := self._system.database) is not None:
            self._check_stored(database, place, told)
            self._check_told(database, place, [one for one in everybody if one.id in here])
        if (cache := self.cache) is not None:
            places = [poi["id"] for poi in told["pois"]]
            eventually(
                partial(_known, cache, told["sessions"], place, places),
                equal_to((sorted(told["sessions"], key=_by_id), _gathered(told["sessions"], told["pois"]))),
                within=KEPT_WITHIN,
                what="whom the cache has on the map, and where they gather",
            )

    def _check_stored(self, database: Database, map_id: str, told: View) -> None:
        """People and places are stored as they are told, each whole."""
        people = database.rows(
            "SELECT s.id::text, s.map_id::text, p.id::text AS person_id, p.display_name AS name, lat, lng,"
            " poi_id::text, opened_at, last_active_at, sequence"
            " FROM globe.map_sessions s JOIN globe.people p ON p.id = s.person_id"
            " WHERE map_id = %s::uuid AND ended_at IS NULL",
            (map_id,),
        )
        _check_alike(
            [_of_row(row) | {"active": True} for row in people], told["sessions"], "is stored to be on the map"
        )
        pois = database.rows(
            "SELECT id::text, map_id::text, name, description, lat, lng, max_participants, created_by::text,"
            " created_at, discussion_since FROM globe.pois WHERE map_id = %s::uuid",
            (map_id,),
        )
        inside = ("participants", "participant_count", "discussion_active")
        listed = [{name: value for name, value in poi.items() if name not in inside} for poi in told["pois"]]
        _check_alike([_of_row(row) for row in pois], listed, "is stored to be a place of the map")

    def _check_told(self, database: Database, map_id: str, there: Sequence[Stay]) -> None:
        """Whoever is there was told of each change once, as it is stored, on each connection."""
        rows: dict[int, Row] = {}

        def missed() -> list[str]:
            query = "SELECT sequence, type, at, data FROM globe.changes WHERE map_id = %s::uuid"
            rows.update({row["sequence"]: row for row in database.rows(query, (map_id,))})
            lines = [(stay, line) for stay in there for line in stay.lines if line.closed is None]
            return [f"{one} by {stay.who.name}" for stay, line in lines for one in unheard(stay, line, rows)]

        eventually(missed, equal_to([]), within=SHOWN_WITHIN, what="changes that were not heard of")
        for stay in there:
            check_stored(stay, rows)

    def _check_pictured(self, stay: Stay, told: View) -> None:
        """By whatever came over each of somebody's connections since it was opened."""
        for line in [one for one in stay.lines if one.closed is None]:
            eventually(
                lambda line=line: Picture(stay, line).seen,  # type: ignore[misc]
                equal_to(bare(told)),
                within=SHOWN_WITHIN,
                what=f"what {stay.who.name} pictures of the map, by what they have heard",
            )

    def listed(self, stay: Stay, instance: str) -> View:
        """What an instance lists for somebody on the map."""
        globe, path = self._accounts.as_(stay.who, instance), f"/api/v1/maps/{stay.place.id}"
        everybody: dict[str, Any] = eventually(
            lambda: data(globe.get(f"{path}/sessions")),
            has_entry("degraded", False) if self.cache is not None else has_key("degraded"),
            within=WHOLE_WITHIN,
            what=f"who is on the map by {instance}, and whether it is amiss, which it is not with Redis there or back",
        )
        found, wanted = (everybody["map_id"], everybody["count"]), (stay.place.id, len(everybody["sessions"]))
        assert_that(found, equal_to(wanted), f"which map {instance} tells of, and how many are there")
        return view_of(everybody["sessions"], data(globe.get(f"{path}/pois")))

    def shown(self, stay: Stay) -> View:
        """What somebody is shown who asks for it over the live connection."""

        def asked() -> dict[str, Any]:
            ref = f"look-{next(self._numbers)}"
            stay.line.send({"type": "request_state", "ref": ref})
            answers = eventually(
                lambda: [one.data for one in stay.line.frames if one.data.get("ref") == ref],
                has_length(1),
                within=SHOWN_WITHIN,
                what=f"what {stay.who.name} is shown who asks for it",
            )
            return dict(answers[0]["data"])

        told: dict[str, Any] = eventually(
            asked,
            has_key("degraded") if self._system.world.faults.broken("redis") else has_entry("degraded", False),
            within=WHOLE_WITHIN,
            what=f"what {stay.who.name} is shown, and whether it is amiss, which it is not with Redis there or back",
        )
        assert_that(told["map_id"], equal_to(stay.place.id), f"which map {stay.who.name} is shown")
        if (database := self._system.database) is not None:
            number = database.value("SELECT sequence FROM globe.maps WHERE id = %s::uuid", (stay.place.id,))
            what = f"the number of the last change of the map, as {stay.who.name} is shown it"
            assert_that(told["sequence"], equal_to(number), what)
        return view_of(told["sessions"], told["pois"])

    def check_answered(self, who: Persona, path: str, told: Mapping[str, Any]) -> None:
        """What somebody was answered is what they find there on each instance, whole: nobody does more meanwhile."""
        for instance in self.instances:
            found = data(self._accounts.as_(who, instance).get(path))
            assert_that(dict(told), equal_to(found), f"the answer to {who.name}, who then finds this at {instance}")


def view_of(sessions: Sequence[Mapping[str, Any]], pois: Sequence[Mapping[str, Any]]) -> View:
    """What two ways of looking can be compared by, once it is seen to be in order and to fit together."""
    people = [dict(one) for one in sessions]
    for one, fields in (*((each, SESSION) for each in people), *((each, POI) for each in pois)):
        assert_that(set(one), equal_to(fields), f"what is told of {one.get('name') or one.get('person')}")
    by_name = [str(one["person"]["name"]).lower() for one in people]
    assert_that(by_name, equal_to(sorted(by_name)), "the order of those who are on the map")
    for poi in pois:
        inside = [{"session_id": one["id"], "person": one["person"]} for one in people if one["poi_id"] == poi["id"]]
        assert_that(poi["participants"], equal_to(inside), f"who is at {poi['name']}, by name")
        told = (poi["participant_count"], poi["discussion_active"], poi["discussion_since"] is not None)
        assert_that(told, equal_to((len(inside), len(inside) > 1, len(inside) > 1)), f"how many are at {poi['name']}")
    return {"sessions": people, "pois": list(pois)}


def _check_alike(rows: Sequence[Mapping[str, Any]], told: Sequence[Mapping[str, Any]], what: str) -> None:
    """Each row and no other is told of, field by field; times to the millisecond."""
    stored, wanted = sorted(rows, key=_by_id), sorted(told, key=_by_id)
    assert_that([_lasting(one) for one in stored], equal_to([_lasting(one) for one in wanted]), f"what {what}")
    for row, one in zip(stored, wanted, strict=True):
        wrong = {name: (row[name], one[name]) for name in TIMES if name in row and not is_at(one[name], row[name])}
        assert_that(wrong, equal_to({}), f"times, as stored and as told, of {one['id']}, which {what}")


def _lasting(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in TIMES}


def _of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {"position": {"lat": row["lat"], "lng": row["lng"]}, **row}
    if "person_id" in row:
        found["person"] = {"id": found.pop("person_id"), "name": found.pop("name")}
    return {name: value for name, value in found.items() if name not in ("lat", "lng")}


def _by_id(session: Mapping[str, Any]) -> str:
    return str(session["id"])


def _gathered(sessions: Sequence[Mapping[str, Any]], pois: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    return {poi["id"]: {one["id"] for one in sessions if one["poi_id"] == poi["id"]} for poi in pois}


def _known(
    cache: Cache, told: Sequence[Mapping[str, Any]], map_id: str, pois: Sequence[str]
) -> tuple[list[dict[str, Any]], dict[str, set[str]]]:
    """Whom the cache has on a map, in order of their ids, and whom at each place: of the map, or of any other.

    Of a sign of life it may know more than was `told`: a scenario that lets somebody be silent does so behind its back.
    """
    ids = sorted(cache.command("SMEMBERS", f"map:sessions:{map_id}"))
    known = [json.loads(cache.get(f"session:{one}") or "{}") for one in ids]
    alive = {one["id"]: one["last_active_at"] for one in told}
    for one in known:
        if one and one["last_active_at"] > alive.get(one["id"], one["last_active_at"]):
            one["last_active_at"] = alive[one["id"]]
    inside = {one: set(cache.command("SMEMBERS", f"{GATHERED}{one}")) for one in pois}
    for key in cache.keys(f"{GATHERED}*"):
        place = key.removeprefix(GATHERED)
        if place not in inside and (astray := set(cache.command("SMEMBERS", key)) & set(ids)):
            inside[place] = astray
    return known, inside

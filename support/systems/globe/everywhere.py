"""What is on a map, in every way in which one can look at it: each has to show the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

from hamcrest import assert_that, equal_to, has_length

from support.clients.cache import Cache
from support.observing.waiting import eventually
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.globe.heard import check_changes, person_of, whole_of
from support.systems.globe.maps import Maps, Stay
from support.systems.globe.operations import INSTANCES
from support.systems.globe.picture import Picture, bare
from support.systems.system import System

View = dict[str, Any]
"""Who is on a map by name, and what is on it: `sessions`, `pois`."""
KEPT_WITHIN = 1.0
"""Seconds until the cache knows what has been confirmed, where the scenario measures no time."""
SHOWN_WITHIN = 3.0


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
            rows = database.rows(
                "SELECT s.id::text, p.id::text AS person_id, p.display_name AS name, lat, lng, poi_id::text"
                " FROM globe.map_sessions s JOIN globe.people p ON p.id = s.person_id"
                " WHERE map_id = %s::uuid AND ended_at IS NULL",
                (place,),
            )
            stored = sorted((_of_row(row) for row in rows), key=_by_id)
            people = sorted((person_of(one) for one in told["sessions"]), key=_by_id)
            assert_that(stored, equal_to(people), "who is stored to be on the map")
        if (cache := self.cache) is not None:
            eventually(
                partial(_known, cache, place, [poi["id"] for poi in told["pois"]]),
                equal_to((sorted(told["sessions"], key=_by_id), _gathered(told["sessions"], told["pois"]))),
                within=KEPT_WITHIN,
                what="whom the cache has on the map, and where they gather",
            )

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
        everybody = data(globe.get(f"{path}/sessions"))
        assert_that(everybody["count"], equal_to(len(everybody["sessions"])), f"the count that {instance} tells")
        return view_of(everybody["sessions"], data(globe.get(f"{path}/pois")))

    def shown(self, stay: Stay) -> View:
        """What somebody is shown who asks for it over the live connection."""
        ref = f"look-{next(self._numbers)}"
        stay.line.send({"type": "request_state", "ref": ref})
        answers = eventually(
            lambda: [one.data for one in stay.line.frames if one.data.get("ref") == ref],
            has_length(1),
            within=SHOWN_WITHIN,
            what=f"what {stay.who.name} is shown who asks for it",
        )
        told = answers[0]["data"]
        return view_of(told["sessions"], told["pois"])


def view_of(sessions: Sequence[Mapping[str, Any]], pois: Sequence[Mapping[str, Any]]) -> View:
    """What two ways of looking can be compared by, once it is seen to be in order and to fit together."""
    people = [whole_of(one) for one in sessions]
    by_name = [str(one["person"]["name"]).lower() for one in people]
    assert_that(by_name, equal_to(sorted(by_name)), "the order of those who are on the map")
    for poi in pois:
        inside = [{"session_id": one["id"], "person": one["person"]} for one in people if one["poi_id"] == poi["id"]]
        assert_that(poi["participants"], equal_to(inside), f"who is at {poi['name']}, by name")
        told = (poi["participant_count"], poi["discussion_active"], poi["discussion_since"] is not None)
        assert_that(told, equal_to((len(inside), len(inside) > 1, len(inside) > 1)), f"how many are at {poi['name']}")
    return {"sessions": people, "pois": list(pois)}


def _of_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "person": {"id": row["person_id"], "name": row["name"]},
        "position": {"lat": row["lat"], "lng": row["lng"]},
        "poi_id": row["poi_id"],
    }


def _by_id(session: Mapping[str, Any]) -> str:
    return str(session["id"])


def _gathered(sessions: Sequence[Mapping[str, Any]], pois: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    return {poi["id"]: {one["id"] for one in sessions if one["poi_id"] == poi["id"]} for poi in pois}


def _known(cache: Cache, map_id: str, pois: Sequence[str]) -> tuple[list[dict[str, Any]], dict[str, set[str]]]:
    """Whom the cache has on a map, in order of their ids, and whom at each place."""
    ids = sorted(cache.command("SMEMBERS", f"map:sessions:{map_id}"))
    states = [json.loads(cache.get(f"session:{one}") or "{}") for one in ids]
    known = [whole_of(one) if one else {} for one in states]
    return known, {one: set(cache.command("SMEMBERS", f"poi:participants:{one}")) for one in pois}

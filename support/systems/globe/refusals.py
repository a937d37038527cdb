"""What Globe refuses because of what it knows, and that no trace is left of it."""

from __future__ import annotations

from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.http import Reply
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import refused
from support.systems.contract import MADE_UP
from support.systems.globe.maps import ELSEWHERE, Maps
from support.systems.globe.meeting import Meeting
from support.systems.globe.operations import INSTANCES
from support.systems.globe.pois import Pois
from support.systems.system import System

REASONS = {
    "there is no such person": (404, "PERSON_NOT_FOUND"),
    "there is no such map": (404, "MAP_NOT_FOUND"),
    "they are on the map already": (409, "SESSION_ALREADY_OPEN"),
    "another place is too near": (409, "DUPLICATE_LOCATION"),
    "only an admin brings others in": (403, "AUTH_INSUFFICIENT_PERMISSIONS"),
}
"""The status and the code of each, by how a feature tells it."""
PRESENCE = ("session:*", "map:sessions:*", "poi:participants:*", "gone:*")


class Refusals:
    """Tries that the stores have to refuse, each made on either instance."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting, pois: Pois) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self._meeting, self._pois = meeting, pois
        self._replies: list[Reply] = []
        self._before: dict[str, Any] = {}
        self._about: list[str] = []

    def enter(self, who: Persona, map_id: str = "", person_id: str = "") -> None:
        """Open a session on a map, by its id unless it is the scenario's; for somebody else if one is told."""
        place = map_id or self._maps.named().id
        person = {"person_id": person_id} if person_id else {}
        body = {"map_id": place, "position": ELSEWHERE, **person}
        self._try([self._accounts.of(who).id, place, person_id or place], who, "/api/v1/sessions", body)

    def enter_nowhere(self, who: Persona) -> None:
        self.enter(who, MADE_UP)

    def bring_in(self, admin: Persona, person_id: str = MADE_UP) -> None:
        self.enter(admin, person_id=person_id)

    def make_at(self, who: Persona, name: str) -> None:
        """At the very spot of another place."""
        spot = self._pois.named(name).told["position"]
        body = {"name": "Kiosk", "position": spot}
        path = f"/api/v1/maps/{self._maps.stay(who).place.id}/pois"
        self._try([self._maps.named().id], who, path, body)

    def _try(self, about: list[str], who: Persona, path: str, body: dict[str, Any]) -> None:
        self._accounts.token(who)
        self._meeting.come_to_rest()
        self._about, self._before = about, self._traces(about)
        self._replies = [self._accounts.as_(who, instance).post(path, json=body) for instance in INSTANCES]

    def check(self, reason: str) -> None:
        """Each instance says so, in a sentence."""
        status, code = REASONS[reason]
        for reply in self._replies:
            refusal = refused(reply, status)
            assert_that(refusal.code, equal_to(code), f"why it was refused: {refusal.message}")
            assert len(refusal.message.split()) > 2, f"the refusal says {refusal.message!r}"
            if code == "SESSION_ALREADY_OPEN":
                own = {stay.session["person"]["id"]: stay.id for stay in self._maps.everybody()}
                wanted = next(own[one] for one in reversed(self._about) if one in own)
                assert_that(refusal.details, equal_to({"session_id": wanted}), "which session there is already")

    def check_no_trace(self) -> None:
        """Nobody has heard anything, and nothing is stored that was not there before."""
        self._meeting.check_nothing_happened()
        assert_that(self._traces(self._about), equal_to(self._before), "what there is of it in the stores")

    def _traces(self, about: list[str]) -> dict[str, Any]:
        return {**self._rows(about), **self._keys(about)}

    def _rows(self, about: list[str]) -> dict[str, Any]:
        """Sessions, places and changes of these people and maps, and the maps: each of them whole."""
        if (database := self._system.database) is None:
            return {}
        rows = database.rows(
            "SELECT 'session' AS kind, id::text, to_jsonb(one)::text AS whole FROM globe.map_sessions one"
            " WHERE map_id::text = ANY(%(ids)s) OR person_id::text = ANY(%(ids)s)"
            " UNION ALL SELECT 'place', id::text, to_jsonb(one)::text FROM globe.pois one"
            " WHERE map_id::text = ANY(%(ids)s)"
            " UNION ALL SELECT 'map', id::text, to_jsonb(one)::text FROM globe.maps one WHERE id::text = ANY(%(ids)s)"
            " UNION ALL SELECT 'change', sequence::text, to_jsonb(one)::text FROM globe.changes one"
            " WHERE map_id::text = ANY(%(ids)s)",
            {"ids": about},
        )
        return {f"the {row['kind']} {row['id']}": row["whole"] for row in rows}

    def _keys(self, about: list[str]) -> dict[str, Any]:
        """Keys of presence that are named after them, or whose content names them."""
        if (cache := self._system.cache) is None:
            return {}
        found: dict[str, Any] = {}
        for pattern in PRESENCE:
            for key in cache.keys(pattern):
                is_set = cache.command("TYPE", key) == "set"
                content = sorted(cache.command("SMEMBERS", key)) if is_set else cache.get(key)
                if any(one in f"{key} {content}" for one in about):
                    found[f"the key {key}"] = content
        return found

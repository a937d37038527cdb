"""What somebody is recommended, beside what follows from where they go."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.facts import NO_DATE, Facts, Speaker, shown
from support.systems.events.facts import expected as wanted_of
from support.systems.system import System

TOPIC, SPEAKER, COMPANY = 2, 3, 1
"""How much it counts that an event shares one with those that somebody goes to."""
ALL, FEW, UNLESS_TOLD = 50, 3, 10
WELL_DESCRIBED = "well described"


def _shares(facts: Facts) -> set[tuple[int, str]]:
    topics = {(TOPIC, name) for name in facts.topics}
    return topics | {(SPEAKER, one.name) for one in facts.speakers} | {(COMPANY, one.name) for one in facts.companies}


def expected(known: Mapping[str, Facts], goes_to: Collection[str]) -> list[tuple[str, int, list[str]]]:
    """The ids of what has to be recommended, with their scores and why, the best first."""
    liked = {one for identity in goes_to for one in _shares(known[identity])}
    found = []
    for identity, facts in known.items():
        shared = _shares(facts) & liked
        if not goes_to:
            found.append((identity, facts.quality, [WELL_DESCRIBED]))
        elif shared and identity not in goes_to:
            found.append((identity, sum(weight for weight, _ in shared), sorted({name for _, name in shared})))
    return sorted(found, key=lambda one: (-one[1], -known[one[0]].quality, known[one[0]].date or NO_DATE, one[0]))


class Recommending:
    def __init__(self, system: System, catalogue: Catalogue, accounts: Accounts) -> None:
        self._system, self._catalogue, self._accounts = system, catalogue, accounts
        self._goes: dict[str, set[str]] = {}
        """The ids of events that somebody goes to, by name."""
        self._elsewhere: dict[str, str] = {}
        """The token of a later session of somebody, by name."""

    def go(self, who: Persona, name: str, *, goes: bool = True) -> None:
        """Say that one goes to an event, or does not."""
        identity = self._catalogue.id_of(name)
        reply = self._accounts.as_(who, API).request(
            "PUT" if goes else "DELETE", f"/api/v1/events/{identity}/attendance"
        )
        assert_that(reply.status, equal_to(204), f'the answer to {who.name} going to "{name}", or not')
        there = self._goes.setdefault(who.name, set())
        if goes:
            there.add(identity)
        else:
            there.discard(identity)

    def go_elsewhere(self, who: Persona, name: str) -> None:
        """Say that one goes to an event of another catalogue, which has to do with what there is here."""
        identity = self._catalogue.add_elsewhere(Facts(name, topics=("Food", "Music"), speakers=(Speaker("Ada"),)))
        reply = self._accounts.as_(who, API).put(f"/api/v1/events/{identity}/attendance")
        assert_that(reply.status, equal_to(204), f'the answer to {who.name} going to "{name}"')

    def check(self, who: Persona) -> None:
        """What follows from where somebody goes, the best first, with scores and reasons; and nothing else."""
        goes = self._goes.get(who.name, set()) & self._catalogue.facts.keys()
        found = self._ask(who, ALL)
        told = [(self._catalogue.name_of(one["id"]), one["score"], sorted(one["because"])) for one in found]
        wanted = [
            (self._catalogue.name_of(identity), score, because)
            for identity, score, because in expected(self._catalogue.facts, goes)
        ][:ALL]
        assert wanted, f"nothing can be recommended to {who.name}"
        assert_that(told, equal_to(wanted), f"what is recommended to {who.name}, with its scores and reasons")
        for one in found:
            facts = self._catalogue.facts[one["id"]]
            assert_that(shown(one), equal_to(wanted_of(facts)), f'what is shown of "{facts.name}", recommended')
        for asked in (FEW, None):
            some = [(one["id"], one["score"]) for one in self._ask(who, asked, elsewhere=True)]
            first = [(one["id"], one["score"]) for one in found][: asked or UNLESS_TOLD]
            assert_that(some, equal_to(first), f"what is recommended to {who.name} who asks for {asked or 'no number'}")

    def _ask(self, who: Persona, limit: int | None = None, *, elsewhere: bool = False) -> list[dict[str, Any]]:
        """What is recommended to somebody; `elsewhere`: who has signed in once more, on another device."""
        if elsewhere and who.name not in self._elsewhere:
            self._elsewhere[who.name] = self._accounts.another_token(who)
        client = self._system.service(API, self._elsewhere[who.name]) if elsewhere else self._accounts.as_(who, API)
        asked = {} if limit is None else {"limit": limit}
        found: list[dict[str, Any]] = data(client.get(f"{self._catalogue.path}/recommendations", params=asked))
        return found

    def check_first(self, who: Persona, name: str) -> None:
        first = self._catalogue.names(self._ask(who))[:1]
        assert_that(first, equal_to([name]), f"what is recommended to {who.name} first")

"""The end of a lock, while others are being told of it: whatever they ask for is refused for the lock, or made."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.observing.histories import NothingProven
from support.observing.waiting import looks
from support.scenario.misfortunes import A_LITTLE_SLOW, Stretch
from support.systems.answers import data
from support.systems.audit.locks import LOCKED
from support.systems.audit.ontology import CONFIRMED, Document

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System

KIND = "object type"
SECONDS = 2.0
"""For how long the lock is."""
EVERY = 0.2
"""Seconds between two times that all is asked for: as long as such a line takes from one answer to the next."""
BEFORE = 1.0
"""Seconds before the end of the lock at which they begin to ask."""
TIMES = 8
"""How often at most."""
DATABASE_LINE = Stretch("oms", "database")
ASKS = ("change", "delete", "together", "make")


@dataclass(frozen=True)
class Asked:
    """What somebody asked for, and what became of it."""

    what: str
    name: str
    asked_at: datetime
    answered_at: datetime
    reply: Reply

    @property
    def made(self) -> bool:
        return self.reply.status in (200, CONFIRMED)


class Endings:
    """What people of one scenario ask for while a lock ends."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, locks: Locks) -> None:
        self._audit, self._accounts, self._ontology, self._locks = audit, accounts, ontology, locks
        self._lock: dict[str, Any] = {}
        self._asked: list[Asked] = []

    def ask(self, who: Persona, holder: Persona) -> None:
        """Ask for each kind of change at once, and again and again until the lock is over, of others each time.

        On a slow line it takes a while from a refusal to the reason for it, so that some are refused before the end
        of the lock, and their reason is looked for after it.
        """
        ontology = self._ontology
        self._accounts.sign_in_all([who])
        there = [Document(KIND, _named(what, time)) for time in range(TIMES) for what in ASKS if what != "make"]
        ontology.change_together(holder, [("create", one) for one in there])
        self._locks.acquire(holder, seconds=SECONDS)
        self._lock = self._locks.held(holder)
        self._audit.world.faults.afflict(DATABASE_LINE, A_LITTLE_SLOW)
        with ThreadPoolExecutor(TIMES * len(ASKS)) as pool:
            asked: list[Future[Asked]] = [pool.submit(self._ask, who, what, _named(what, 0)) for what in ASKS]
            self._locks.await_nearly_over(BEFORE)
            for time, _ in zip(range(1, TIMES), looks(BEFORE, EVERY, stretch=1), strict=False):
                asked += [pool.submit(self._ask, who, what, _named(what, time)) for what in ASKS]
            self._asked = [one.result() for one in asked]
        self._audit.world.faults.mend()

    def _ask(self, who: Persona, what: str, name: str) -> Asked:
        client, ontology, said = self._accounts.as_(who), self._ontology, self._ontology.body(f"by {who.name}")
        place = ontology.path(Document(KIND, name))
        wishes = [
            {"action": "create", "kind": "schema", "name": name, **said},
            {"action": "update", "kind": "object_type", "name": name, "version": 1, **said},
        ]
        ways: dict[str, Callable[[], Reply]] = {
            "make": lambda: client.post(place, json={"name": name, **said}),
            "change": lambda: client.put(f"{place}/{name}", json={"version": 1, **said}),
            "delete": lambda: client.delete(f"{place}/{name}", params={"version": 1}),
            "together": lambda: client.post(f"/api/v1/branches/{ontology.branch}/changes", json={"changes": wishes}),
        }
        since = datetime.now(UTC)
        reply = ways[what]()
        return Asked(what, name, since, datetime.now(UTC), reply)

    def check_answers(self) -> None:
        """Each was refused for the lock, which was not over when it was asked for, or was made once it was over."""
        refused = [one for one in self._asked if not one.made]
        if not refused or len(refused) == len(self._asked):
            raise NothingProven(f"of {len(self._asked)} that were asked for {len(refused)} were refused")
        for one in refused:
            self._check_told(one)
        client = self._accounts.as_(self._ontology.owner)
        ends = datetime.fromisoformat(self._lock["expires_at"])
        there = {}
        for kind in (KIND, "schema"):
            for each in data(client.get(self._ontology.path(Document(kind, "")))):
                there[kind, each["name"]] = each["version"]
                at = datetime.fromisoformat(each["changed_at"])
                late = f"{each['name']} was changed at {at}, and was locked until {ends}"
                assert each["changed_by"] == self._lock["holder_id"] or at >= ends, late
        expected: dict[tuple[str, str], int] = {(KIND, name): one.version for name, one in self._documents()}
        for one in self._asked:
            if one.made:
                _become(one, expected)
        assert_that(there, equal_to(expected), "what there is on the branch, after what was refused and what was made")

    def _documents(self) -> list[tuple[str, Document]]:
        return [(name, one) for name, one in self._ontology.documents.items() if one.kind == KIND]

    def _check_told(self, one: Asked) -> None:
        """It says that there is a lock, whose, why, of what, and for how long."""
        lock, reply, ends = self._lock, one.reply, datetime.fromisoformat(self._lock["expires_at"])
        asked = f"to {one.what} {one.name}, asked for {(ends - one.asked_at).total_seconds():.2f} s before the end"
        told = (reply.status, reply.json().get("error", {}).get("code"))
        assert_that(told, equal_to((LOCKED, "SCHEMA_FROZEN")), f"how it was refused {asked}: {reply.text[:300]}")
        self._locks.check_names(reply, lock, one.asked_at, one.answered_at)


def _named(what: str, time: int) -> str:
    return f"To-{what}-{time}"


def _become(one: Asked, documents: dict[tuple[str, str], int]) -> None:
    """What there is once this was made."""
    if one.what == "delete":
        del documents[KIND, one.name]
    else:
        documents[KIND, one.name] = documents.get((KIND, one.name), 0) + 1
    if one.what == "together":
        documents["schema", one.name] = 1

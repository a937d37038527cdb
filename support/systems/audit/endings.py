"""The end of a lock, while others are being told of it: whatever they ask for is refused for the lock, or made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.observing.histories import NothingProven
from support.observing.waiting import looks, now
from support.scenario.misfortunes import A_LITTLE_SLOW, Stretch
from support.systems.answers import data
from support.systems.audit.locks import LOCKED
from support.systems.audit.ontology import CONFIRMED, Document

if TYPE_CHECKING:
    from support.clients.http import HttpClient, Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System

KIND = "object type"
SECONDS, SHORT = 4.0, 1.6
"""For how long the first lock is, and the second."""
EVERY = 0.12
"""Seconds between two times that something is asked for on a slow line. Several changes together take eight times as
long, half of that from being refused to the reason, so that three or four of them are there when the lock ends."""
BEFORE = 1.2
"""Seconds before the end of the first lock at which they begin to ask; they go on for a little after it."""
ROUNDS = (("together",), ("together", "change"), ("together",), ("together", "delete", "make"))
"""What is asked for each time, by turns."""
TIMES = 12
"""How often."""
AT_ONCE = 4
"""How often each is asked for before that, in one go: as many as oms speaks to the database with at once, or more."""
HELD = 0.7
"""Seconds before the end of the second lock from which on nobody is told anything, until it is over.

What is asked for first then is asked of the database at once, over the connection that was used last and so knows the
question; the answer comes when the lock is over, and only then its reason is looked for."""
IN_TURN = 8
"""How often each is asked for before that, one after another, at most."""
DATABASE_LINE = Stretch("oms", "database")
BRINGS_NO_ANSWER = "brings no answer"
ASKS = ("change", "delete", "together", "make")


@dataclass(frozen=True)
class Asked:
    """What somebody asked for, and what became of it."""

    what: str
    name: str
    asked_at: datetime
    answered_at: datetime
    reply: Reply
    lock: dict[str, Any]
    """The lock that was there when it was asked for, or was over by then."""

    @property
    def made(self) -> bool:
        return self.reply.status in (200, CONFIRMED)


Wish = tuple[str, str]
"""One of `ASKS`, and the name of what it is about."""
Ask = Callable[[str, str], Future[Asked]]


class Endings:
    """What people of one scenario ask for while a lock ends."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, locks: Locks) -> None:
        self._audit, self._accounts, self._ontology, self._locks = audit, accounts, ontology, locks
        self._lock: dict[str, Any] = {}
        self._asked: list[Asked] = []

    def ask(self, who: Persona, holder: Persona) -> None:
        """Ask for each kind of change until a lock is over, of others each time, in two ways.

        On a slow line it takes a while from a refusal to the reason for it, so that some are refused before the end
        of the lock, and their reason is looked for after it. So it is for sure with what is asked for just before the
        end of another lock, if the answer to it is held back until that one is over.
        """
        self._accounts.sign_in_all([who])
        slow = [[(what, _named(what, time)) for what in ROUNDS[time % len(ROUNDS)]] for time in range(TIMES)]
        once = [[(what, _named(what, TIMES + one)) for what in ASKS] for one in range(AT_ONCE)]
        held = [[(what, _named(what, 2 * TIMES + one)) for what in ASKS] for one in range(IN_TURN + 1)]
        names = [name for what, name in chain(*slow, *once, *held) if what != "make"]
        self._ontology.change_together(holder, [("create", Document(KIND, name)) for name in names])
        with ThreadPoolExecutor(len(ASKS) * AT_ONCE + sum(map(len, slow))) as pool:

            def ask(what: str, name: str) -> Future[Asked]:
                return pool.submit(self._ask, who, what, name)

            self._ask_slowly(ask, holder, list(chain(*once)), slow)
            self._ask_in_turn(ask, holder, held)

    def _ask_slowly(self, ask: Ask, holder: Persona, once: list[Wish], slow: list[list[Wish]]) -> None:
        """Ask for some at once, and then for one after the other until the lock is over, on a slow line."""
        self._lock_for(holder, SECONDS)
        self._audit.world.faults.afflict(DATABASE_LINE, A_LITTLE_SLOW)
        asked = [ask(*one) for one in once]
        wait(asked)
        self._locks.await_nearly_over(BEFORE)
        for each, _ in zip(slow, looks(TIMES * EVERY, EVERY, stretch=1), strict=False):
            asked += [ask(*one) for one in each]
        self._asked += [one.result() for one in asked]
        self._audit.world.faults.mend()

    def _ask_in_turn(self, ask: Ask, holder: Persona, held: list[list[Wish]]) -> None:
        """Ask for one after the other, and then for each at once, the answers to which come when the lock is over."""
        self._lock_for(holder, SHORT)
        ends = self._locks.least - HELD
        for each in held[:-1]:
            self._asked += [ask(*one).result() for one in each]
            if now() > ends:
                break
        self._locks.await_nearly_over(HELD)
        self._audit.world.faults.afflict(DATABASE_LINE, BRINGS_NO_ANSWER)
        asked = [ask(*one) for one, _ in zip(held[-1], looks(HELD / 2, HELD / 8, stretch=1), strict=False)]
        self._locks.await_nearly_over(-EVERY)
        self._audit.world.faults.mend()
        self._asked += [one.result() for one in asked]

    def _lock_for(self, holder: Persona, seconds: float) -> None:
        self._locks.acquire(holder, seconds=seconds)
        self._lock = self._locks.held(holder)

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
        since, lock = datetime.now(UTC), self._lock
        reply = ways[what]()
        return Asked(what, name, since, datetime.now(UTC), reply, lock)

    def check_answers(self) -> None:
        """Each was refused for the lock, which was not over when it was asked for, or was made once it was over."""
        refused = [one for one in self._asked if not one.made]
        if not refused or len(refused) == len(self._asked):
            raise NothingProven(f"of {len(self._asked)} that were asked for {len(refused)} were refused")
        for one in refused:
            self._check_told(one)
        client = self._accounts.as_(self._ontology.owner)
        ends = {one.name: datetime.fromisoformat(one.lock["expires_at"]) for one in self._asked}
        there = {}
        for kind in (KIND, "schema"):
            for each in self._listed(client, kind):
                there[kind, each["name"]] = each["version"]
                if each["changed_by"] != self._lock["holder_id"]:
                    at, end = datetime.fromisoformat(each["changed_at"]), ends[each["name"]]
                    assert at >= end, f"{each['name']} was changed at {at}, and was locked until {end}"
        expected: dict[tuple[str, str], int] = {(KIND, name): one.version for name, one in self._documents()}
        for one in self._asked:
            if one.made:
                _become(one, expected)
        assert_that(there, equal_to(expected), "what there is on the branch, after what was refused and what was made")

    def _listed(self, client: HttpClient, kind: str) -> Iterator[dict[str, Any]]:
        """All documents of a kind on the branch."""
        after: dict[str, str] = {}
        while found := data(client.get(self._ontology.path(Document(kind, "")), params=after)):
            yield from found
            after = {"after": found[-1]["name"]}

    def _documents(self) -> list[tuple[str, Document]]:
        return [(name, one) for name, one in self._ontology.documents.items() if one.kind == KIND]

    def _check_told(self, one: Asked) -> None:
        """It says that there is a lock, whose, why, of what, and for how long."""
        lock, reply, ends = one.lock, one.reply, datetime.fromisoformat(one.lock["expires_at"])
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

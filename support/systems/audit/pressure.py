"""A hundred clients at once, and an audit-service that fails: what each of them is answered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count, cycle
from time import perf_counter
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, has_entry

from support.clients.crowd import Answer, Client, Request
from support.observing.broken import BrokenPromise
from support.observing.histories import NothingProven
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks, now
from support.systems.answers import data, refused
from support.systems.audit.load import crowd_of
from support.systems.audit.ontology import CHANGES, CONFIRMED, KINDS, Document

if TYPE_CHECKING:
    from support.clients.database import Database
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.metrics import Metrics
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

FAILURES = 5
"""Failures in a row after which audit-service is left alone."""
CLOSES_WITHIN = 8.0
"""Seconds until it is tried again, five at most, and answers."""
AWAY = 503
OPEN, HALF_OPEN, CLOSED = 2.0, 1.0, 0.0
REST = 5
"""Seconds for which audit-service is left alone, at most."""
AT_ONCE = 6
"""People who ask at one moment, when audit-service may be tried again."""
CONFLICT = (409, "VERSION_CONFLICT")
MAKING = 10.0
"""Seconds for which clients may make what a scenario needs."""
SHARED = "a change of what all change"
LATE = 20
"""Changes of what all change that have to come too late, or nobody was quicker than anybody.

All come to it after as much work of their own, so most who change one version arrive in one go with whoever is first.
Were it each second of them only, whoever answers all in one go alike would pass twenty of them once in
a million runs: 0.5 ** 20.
"""
MAKERS = 3
"""One in so many of those who change object types makes new ones instead, which nothing holds up."""
HELD, LET_GO = 0.6, 0.1
"""Seconds for which a change is held up, more than oms takes to tell of something over a slow line, and for which not.

Whoever lets another wait for two seconds is refused.
"""
PACES = 23
"""Milliseconds within which clients ask for what is next, each after another while: else the same of them would always
come to oms together, and one of them alone."""
OFTEN_HELD = 2
"""Times that somebody has to have waited."""
VERIFYING = "a check of all records"
VERIFIED = 20
"""Times that all are checked while more come, at most: it costs as much as there are records."""
IN_VAIN, FORBIDDEN = "a search of who may not", "AUTH_INSUFFICIENT_PERMISSIONS"


class Pressure:
    """What clients of one scenario ask for, and whether each is answered as promised."""

    def __init__(
        self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, metrics: Metrics
    ) -> None:
        self._audit, self._accounts, self._ontology = audit, accounts, ontology
        self._records, self._metrics = records, metrics
        self._until = 0.0
        self._people: Sequence[Persona] = ()
        """Whose clients they are, one after the other."""
        self._answered: Counter[str] = Counter()
        self._wrong: Counter[str] = Counter()
        """What was answered otherwise than promised, in words."""
        self._shared: tuple[str, int] = ("", 1)
        """A document that everybody changes, and the version of it that was seen last."""
        self._made: dict[int, list[tuple[int, str]]] = {}
        """Of that document, by version, which clients were told that they had made it, and in which words."""

    @property
    def _path(self) -> str:
        return f"/api/v1/branches/{self._ontology.branch}/object-types"

    # A hundred at once

    def press(self, people: Sequence[Persona], clients: int, reader: Persona, readers: int, seconds: float) -> None:
        """So many developers do all there is to do, and so many auditors search, each as fast as they are answered."""
        self._accounts.sign_in_all([*people, reader])
        shared = self._ontology.create(people[0], "object type", "Shared")
        self._shared = (shared.name, shared.version)
        with self._ontology.history.record(people[0].name, CHANGES, self._ontology.id_of(shared.name), 1):
            pass
        self._until, self._people = now() + seconds, people
        developers = [
            (self._accounts.token(who), self._develop(who, number))
            for number in range(clients)
            for who in [people[number % len(people)]]
        ]
        auditors = [(self._accounts.token(reader), self._search()) for _ in range(readers)]
        auditors += [
            (self._accounts.token(people[0]), self._ask_in_vain()),
            (self._accounts.token(reader), self._verify()),
        ]
        with ThreadPoolExecutor(2) as pool:
            ways = [
                pool.submit(crowd_of(self._audit, "oms", told_apart=True).run, developers, seconds),
                pool.submit(crowd_of(self._audit, "audit-service").run, auditors, seconds),
            ]
            for way in ways:
                way.result()

    def make(self, who: Persona, clients: int, times: int) -> None:
        """So many clients make object types and change each once, so often altogether; all of it is confirmed."""
        left = iter(range(times))
        token = self._accounts.token(who)
        working = [(token, self._make(who, number, left)) for number in range(clients)]
        crowd_of(self._audit, "oms").run(working, MAKING)
        assert not self._wrong, f"not all was confirmed: {self._wrong}"

    def _make(self, who: Persona, number: int, left: Iterator[int]) -> Client:
        for turn in count():
            name = f"M{number}-{turn}"
            made = Request("POST", self._path, _json(name=name, **self._ontology.body(name)))
            changed = Request("PUT", f"{self._path}/{name}", _json(version=1, **self._ontology.body("changed")))
            for version, request in enumerate((made, changed), 1):
                if next(left, None) is None:
                    return
                yield from self._change(who, name, version, request)

    def hold_up(self, people: Sequence[Persona], clients: int, seconds: float) -> None:
        """So many clients make and change object types, while changes of one are held up in the database.

        What was begun together with one that is held up is made later than what was begun after it.
        """
        database = self._audit.database
        assert database is not None, "a scenario that holds changes up needs the database"
        self._accounts.sign_in_all(people)
        _ = self._ontology.branch
        own = [people[number % len(people)] for number in range(clients)]
        self._until = now() + seconds
        working = [
            (self._accounts.token(who), self._go_on(who, number, new=number % MAKERS == 0))
            for number, who in enumerate(own)
        ]
        with ThreadPoolExecutor(1) as pool:
            waited = pool.submit(self._hold, database, f"L{clients - 1:02}", seconds)
            crowd_of(self._audit, "oms").run(working, seconds)
            if waited.result() < OFTEN_HELD:
                raise NothingProven(f"changes were held up {waited.result()} times only")

    def _go_on(self, who: Persona, number: int, *, new: bool) -> Client:
        """Make one object type after the other, or change one again and again."""
        for turn in count(1):
            if now() >= self._until:
                return
            name, version = (f"L{number:02}-{turn}", 1) if new else (f"L{number:02}", turn)
            said = self._ontology.body(f"{name} version {version}")
            due = perf_counter() + (7 * turn + 5 * number * turn) % PACES / 1000
            request = Request("POST", self._path, _json(name=name, **said), due)
            if version > 1:
                request = Request("PUT", f"{self._path}/{name}", _json(version=version - 1, **said), due)
            if not (yield from self._change(who, name, version, request)) and not new:
                return

    def _hold(self, database: Database, name: str, seconds: float) -> int:
        """Let whoever changes this wait for a while, again and again; how often somebody has waited."""
        waited = 0
        row = [self._ontology.branch, name]
        for _ in looks(seconds, LET_GO, stretch=1):
            with database.holding_rows("SELECT FROM oms.heads WHERE branch = %s AND name = %s FOR UPDATE", row):
                for _ in looks(HELD, stretch=1):
                    pass
                waited += bool(database.value("SELECT count(*) FROM pg_locks WHERE NOT granted"))
        return waited

    def _develop(self, who: Persona, number: int) -> Client:
        """Make, change, delete, look, and try what is refused, over and over; and change what others change as well."""
        body = self._ontology.body
        for turn, kind in zip(count(), cycle(KINDS), strict=False):
            name, path = f"P{number}-{turn}", self._ontology.path(Document(kind, ""))
            made = yield from self._change(who, name, 1, Request("POST", path, _json(name=name, **body("new"))))
            if not made or now() >= self._until:
                return
            place = f"{path}/{name}"
            changed = _json(version=1, **body("changed"))
            yield from self._change(who, name, 2, Request("PUT", place, changed))
            yield from self._ask("a late change", Request("PUT", place, changed), CONFLICT)
            yield from self._ask("a look", Request("GET", place), (200, ""))
            yield from self._ask("what is not there", Request("GET", f"{place}-not"), (404, "RESOURCE_NOT_FOUND"))
            yield from self._ask("nonsense", Request("PUT", place, b"{}"), (422, "VALIDATION_FAILED"))
            yield from self._change(who, name, 3, Request("DELETE", f"{place}?version=2"))
            yield from self._change_shared(who, number)

    def _change(self, who: Persona, name: str, version: int, request: Request) -> Any:
        """A change of a document of one's own; it is confirmed."""
        with self._ontology.history.record(who.name, CHANGES, self._ontology.id_of(name), version) as change:
            answer = yield from self._ask("a change of one's own", request, (CONFIRMED if version == 1 else 200, ""))
            if answer.status not in (200, CONFIRMED):
                change.lose()
        return change.outcome == "ok"

    def _change_shared(self, who: Persona, number: int) -> Any:
        """A change of what others change too: it is confirmed, or somebody was quicker."""
        name, seen = self._shared
        words = f"{number} after {seen}"
        request = Request("PUT", f"{self._path}/{name}", _json(version=seen, **self._ontology.body(words)))
        with self._ontology.history.record(who.name, CHANGES, self._ontology.id_of(name), seen + 1) as change:
            answer = yield from self._ask(SHARED, request, (200, ""), CONFLICT)
            if answer.status == CONFLICT[0]:
                change.refuse()
            elif answer.status != 200:
                change.lose()
        if change.outcome == "ok":
            self._made.setdefault(seen + 1, []).append((number, words))
            self._shared = (name, max(seen + 1, self._shared[1]))

    def _search(self) -> Client:
        query = _json(branches=[self._ontology.branch], limit=10)
        while now() < self._until:
            answer = yield from self._ask("a search", Request("POST", "/api/v1/audit/query", query), (200, ""))
            if answer.status == 200:
                self._check_page(json.loads(answer.body)["data"])

    def _check_page(self, found: dict[str, Any]) -> None:
        """A page is of one moment: the newest first, and as many as there are, up to its length."""
        times, total = [(one["event_time"], one["position"]) for one in found["records"]], found["total"]
        if times != sorted(times, reverse=True):
            self._wrong["a search: another order"] += 1
        if len(times) != min(total, 10) or found["has_more"] != (total > 10):
            self._wrong[f"a search: {len(times)} of {total}, {found['has_more']=}"] += 1

    def _verify(self) -> Client:
        """Somebody has all records checked while more of them come: it is of one moment, and nothing is amiss."""
        for _ in range(VERIFIED):
            if now() >= self._until:
                return
            answer = yield from self._ask(VERIFYING, Request("POST", "/api/v1/audit/integrity"), (200, ""))
            found = json.loads(answer.body).get("data") or {}
            if answer.status == 200 and (not found.get("whole") or found.get("findings") != []):
                kinds = sorted({one["kind"] for one in found.get("findings", [])})
                self._wrong[f"{VERIFYING}, while nobody has touched one: {' and '.join(kinds)}"] += 1

    def _ask_in_vain(self) -> Client:
        """Somebody who may not read records asks for them, again and again; each refusal is recorded meanwhile."""
        while now() < self._until:
            yield from self._ask(IN_VAIN, Request("POST", "/api/v1/audit/query", b"{}"), (403, FORBIDDEN))

    def _ask(self, what: str, request: Request, *promised: tuple[int, str]) -> Any:
        """Ask, and note whether the answer is one of those that are promised: its status, and its code."""
        answer: Answer = yield request
        told = json.loads(answer.body)
        code = "" if told.get("success") else told.get("error", {}).get("code", "no code")
        self._answered[what] += 1
        if (answer.status, code) not in promised:
            self._wrong[f"{what}: {answer.status} {code}"] += 1
        return answer

    def check_promised(self) -> None:
        """Nobody was answered otherwise than promised, and everything was asked for."""
        assert len(self._answered) >= 8, f"not all was asked for: {self._answered}"
        query = {"branches": [], "actions": ["audit.refused"], "correlation_id": self._audit.world.correlation_id}
        recorded = self._records.search(limit=1, **query)["total"]
        assert_that(recorded, equal_to(self._answered[IN_VAIN]), "how many refusals are recorded")
        self._check_one_was_first()
        if self._wrong:
            told = ", ".join(f"{number} times {what}" for what, number in self._wrong.most_common())
            told = f"of {self._answered.total()} answers some are not promised: {told}"
            raise BrokenPromise("AU-13", told, kind="another answer")

    def _check_one_was_first(self) -> None:
        """Of those who changed one version of what all change, one was told that it was done, and nobody else."""
        both = {version: made for version, made in self._made.items() if len(made) > 1}
        if both:
            version, made = min(both.items())
            told = f"version {version} of {self._shared[0]} was confirmed to {len(made)} clients, in different words"
            raise BrokenPromise("AU-13", f"{told}; {len(both)} versions were", kind="confirmed to several")
        late = self._answered[SHARED] - sum(map(len, self._made.values()))
        if late < LATE:
            raise NothingProven(f"of {self._answered[SHARED]} changes of what all change only {late} came too late")

    def check_whose(self) -> None:
        """Each record of what a client did says whose client it was, and leads to its request."""
        wrong: Counter[str] = Counter()
        for one in self._records.read:
            number = one["resource_name"].removeprefix("P").partition("-")[0]
            made = self._made.get(one["changes"]["version_after"]) if one["resource_name"] == self._shared[0] else None
            if made:
                number, words = str(made[0][0]), made[0][1]
                called = one["changes"]["new_values"]["display_name"]
                assert_that(called, equal_to(words), f"what is recorded of version {one['changes']['version_after']}")
            if number.isdigit():
                who = self._people[int(number) % len(self._people)]
                account, mark = self._accounts.of(who), f"{self._audit.world.correlation_id}-{number}"
                expected = (account.id, account.person.display_name, who.role, mark, mark)
                said = (one["actor_id"], one["actor_username"], one["actor_role"], one["correlation_id"])
                if (*said, one["request_id"]) != expected:
                    wrong[f"{one['action']} of {one['resource_name']} by {one['actor_username']}"] += 1
        assert self._records.read, "nothing was read of the records"
        assert not wrong, f"{len(wrong)} records lead to somebody else's request, for instance {min(wrong)}"

    # Audit-service fails

    def _ask_history(self, who: Persona, name: str) -> Reply:
        return self._accounts.as_(who).get(f"{self._path}/{name}/history")

    def check_failures(self, who: Persona, name: str, number: int) -> None:
        """So many failures are told as such, and not that audit-service is left alone."""
        for one in range(number):
            failed = refused(self._ask_history(who, name), AWAY)
            told = f"failure {one + 1}: {failed.message}"
            assert_that(failed.details.get("breaker"), equal_to(None), f"whether it is left alone at {told}")

    def check_tried_again(self, who: Persona, name: str) -> None:
        """After its pause, and not before, one call is made, which fails; then it is left alone for another pause.

        Of several who ask at that moment one waits in vain, and all others are told at once.
        """
        self._accounts.token(who)
        rests = eventually(
            partial(self._rests, who, name), has_entry("breaker", "open"), within=1, what="that it is left alone"
        )
        told_at = now()
        self._metrics.await_figure("oms", "audit_breaker_state", HALF_OPEN, "the state of the breaker")
        rested, least = now() - told_at, rests["retry_after_seconds"] - 1  # it is told in whole seconds
        assert rested >= least, f"audit-service was to be left alone for {least} s and more, and was for {rested:.2f} s"
        details = at_the_same_time([partial(self._rests, who, name)] * AT_ONCE)
        tried = sum("breaker" not in one for one in details)
        assert_that(tried, equal_to(1), f"how often audit-service was tried when {AT_ONCE} people asked at once")
        self._check_resting(who, name)

    def _rests(self, who: Persona, name: str) -> dict[str, Any]:
        """What somebody is told who asks for a history in vain."""
        return refused(self._ask_history(who, name), AWAY).details

    def check_left_alone(self, who: Persona, name: str) -> None:
        """The first failures are told as such; after them it is told that audit-service is left alone, and how long."""
        self.check_failures(who, name, FAILURES)
        self._check_resting(who, name)

    def check_left_alone_together(self, who: Persona, name: str) -> None:
        """The same, when somebody asks so often at one time; each of them waits for its answer in vain."""
        self._accounts.token(who)
        at_the_same_time([partial(self.check_failures, who, name, 1)] * FAILURES)
        self._check_resting(who, name)

    def _check_resting(self, who: Persona, name: str) -> None:
        self._audit.world.cleanup.add(
            "have audit-service left alone no longer", lambda: self._await_asked(who, name), key="breaker"
        )
        reply = self._ask_history(who, name)
        resting = refused(reply, AWAY)
        assert_that(resting.code, equal_to("AUDIT_UNAVAILABLE"), f"the code after {FAILURES} failures")
        assert_that(resting.details["breaker"], equal_to("open"), "the state of the breaker that it tells")
        seconds = resting.details["retry_after_seconds"]
        assert 0 < seconds <= REST, f"it says to come back in {seconds} s"
        assert_that(reply.headers.get("retry-after"), equal_to(str(seconds)), "when to come back, in the header")
        self._metrics.await_figure("oms", "audit_breaker_state", OPEN, "the state of the breaker")

    def _await_asked(self, who: Persona, name: str) -> None:
        """What the next scenario sees of the breaker is not what this one has left."""
        eventually(
            lambda: self._ask_history(who, name).status,
            equal_to(200),
            within=CLOSES_WITHIN,
            what=f'the answer to whoever asks for the history of "{name}"',
        )

    def check_closes(self, who: Persona, name: str) -> None:
        """By itself, it is asked again, and answers with what the records say."""
        recorded = self._records.await_count(name, len(self._ontology.documents[name].versions))
        eventually(
            lambda: data(self._ask_history(who, name)),
            equal_to(recorded),
            within=CLOSES_WITHIN,
            what=f'the history of "{name}", beside its records',
        )
        self._metrics.await_figure("oms", "audit_breaker_state", CLOSED, "the state of the breaker")


def _json(**told: Any) -> bytes:
    return json.dumps(told).encode()

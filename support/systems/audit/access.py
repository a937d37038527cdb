"""Whoever may not read records, at every door of theirs: refused, and that recorded."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually, looks
from support.systems.accounts import ME
from support.systems.answers import ORIGIN_REFUSED, data, refused
from support.systems.audit.operations import READERS
from support.systems.audit.people import CARLO, NORA
from support.systems.audit.records import PRETENDED
from support.systems.contract import Operation

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

PREFIX = "/api/v1/audit/"
BELIEVED_AGAIN = 2.5
"""Seconds: a Redis that is back is asked again after one, and not believed for another."""
TIMES = 2
"""How often in a row somebody asks for the same."""
SENDS_NONSENSE, NONSENSE = {"Content-Type": "application/json"}, b'{"since": "never", "limit": -1'
ELSEWHERE: tuple[dict[str, str], ...] = ({}, {"Origin": "https://elsewhere.test"})
"""Where pages are from that have a reader's browser ask for something: nowhere, or not of ours."""
RECORDED_WITHIN = 5.0
"""Seconds until every refusal is recorded; those of oms are told first."""
OWN = ("position", "event_id", "event_time", "recorded_at")
"""What only the record of a refusal can say."""


class Access:
    """Who asked for records in a scenario, and what came of it."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records) -> None:
        self._audit, self._accounts, self._ontology, self._reader = audit, accounts, ontology, records
        self._asked: Counter[tuple[str, str]] = Counter()
        """How often each operation was refused, and with which code."""
        self._requests: set[str] = set()
        """By what the refusals called the requests."""
        self._who: Persona | None = None
        self._began = datetime.now(UTC)

    def _doors(self) -> list[Operation]:
        """All that is for readers of records, wherever it is asked for."""
        return [
            one
            for one in self._audit.contract.operations
            if one.path.startswith(PREFIX) or one.path.endswith("/history")
        ]

    def ask_for_everything(self, who: Persona | None) -> None:
        """Ask for whatever there is of records; somebody unknown shows no token."""
        self._ask(who, self._doors())

    def ask_for_what_is_others(self, who: Persona) -> None:
        """Ask for all that a reader of this role may not do."""
        self._ask(who, [one for one in self._doors() if not one.allows(who.role)])

    def _ask(self, who: Persona | None, doors: list[Operation]) -> None:
        self._who, self._began = who, datetime.now(UTC)
        for one in doors:
            client = self._accounts.as_(who, one.service) if who else self._audit.service(one.service)
            for way in self._ways(one):
                body: dict[str, Any] = {"json": {}} if one.method in ("POST", "PUT") else {}
                body |= {"content": NONSENSE, "json": None} if way is SENDS_NONSENSE and body else {}
                stranger = way and way is not SENDS_NONSENSE
                reply = (self._audit.service(one.service) if stranger else client).request(
                    one.method, one.path_for({}), headers={**PRETENDED, **way}, **body
                )
                elsewhere = who is None and "Cookie" in way
                try:
                    refusal = refused(reply, 403 if who or elsewhere else 401)
                except AssertionError as error:
                    raise AssertionError(f"{who.name if who else 'somebody'} at {one.name}: {error}") from None
                assert not refusal.details, f"{one.name} tells more than that it refuses: {refusal.details}"
                assert not elsewhere or refusal.code == ORIGIN_REFUSED, f"to a page from elsewhere it says {refusal}"
                self._asked[one.name, refusal.code] += 1
                self._requests.add(reply.json()["request_id"])
        assert self._asked, "nothing was asked for"

    @cached_property
    def _ended(self) -> str:
        """The token of a session that has ended, of somebody who might read records."""
        token = self._accounts.another_token(CARLO)
        self._accounts.end_session(token)
        return token

    def _ways(self, door: Operation) -> list[dict[str, str]]:
        """In which headers somebody asks, one time after the other; none for the usual ones of who is signed in or not.

        Again and again, for each refusal counts; with what nobody could read, unless they may read records; with a
        token that is none, or that was good once; and as a browser does, also that of a reader on a page of others.
        """
        usual: list[dict[str, str]] = [{}] * TIMES
        if door.method in ("POST", "PUT") and (self._who is None or self._who.role not in READERS):
            usual.append(SENDS_NONSENSE)
        cookie, harmless = self._audit.contract.cookies.get(door.service, ""), door.method == "GET"
        if self._who is None:
            usual += [{"Authorization": f"Bearer {one}"} for one in ("nonsense", self._ended)]
            if cookie and not harmless:
                kept = {"Cookie": f"{cookie}={self._accounts.token(CARLO)}"}
                usual += [{**kept, **origin} for origin in ELSEWHERE]
        elif cookie and harmless:
            usual.append({"Cookie": f"{cookie}={self._accounts.token(self._who)}"})
        return usual

    def check_recorded(self) -> None:
        """Each refusal is recorded once: by whom, of what, and why."""
        found = eventually(
            self._refusals,
            equal_to(self._asked),
            within=RECORDED_WITHIN,
            what="the operations of which it is recorded that they were refused, and why",
        )
        assert found
        account = self._accounts.of(self._who) if self._who else None
        expected: dict[str, Any] = {
            "actor_id": account.id if account else None,
            "actor_username": account.person.display_name if account else "",
            "actor_role": self._who.role if self._who else "", "user_agent": "acceptance",
            "success": False, "branch": None, "changes": None, "action": "audit.refused", "resource_type": "records",
            "correlation_id": self._audit.world.correlation_id, "archived": False,
        }  # fmt: skip
        for one in self._records():
            assert_that(one["resource_id"], equal_to(one["resource_name"]), "of what it is recorded, by its id")
            about = {name: one[name] for name in ("resource_id", "resource_name", "error_code", "request_id")}
            about["ip_address"] = self._reader.address() or one["ip_address"]
            said = {key: value for key, value in one.items() if key not in OWN}
            assert_that(said, equal_to({**expected, **about}), "what is recorded of a refusal")
            assert one["request_id"] in self._requests, f"its record leads to another request: {one['request_id']}"
            self._reader.check_moment(one, self._began, datetime.now(UTC))

    def _refusals(self) -> Counter[tuple[str, str]]:
        return Counter((one["resource_name"], one["error_code"]) for one in self._records())

    def _records(self) -> list[dict[str, Any]]:
        """Refusals of this person in this scenario."""
        query: dict[str, Any] = {"actions": ["audit.refused"], "correlation_id": self._audit.world.correlation_id}
        if self._who:
            query["actor_ids"] = [self._accounts.of(self._who).id]
        client = self._accounts.as_(CARLO, "audit-service")
        found: list[dict[str, Any]] = data(client.post("/api/v1/audit/query", json={**query, "limit": 1000}))["records"]
        return found

    def check_may_read(self, who: Persona, *, may: bool) -> None:
        """Whether somebody finds records, by search and one by one, as their role is now."""
        client = self._accounts.as_(who, "audit-service")
        reply = client.post("/api/v1/audit/query", json={"branches": [self._ontology.branch]})
        if not may:
            refused(reply, 403)
            self._check_refused_as(who)
            return
        found = data(reply)["records"]
        assert found, f"{who.name} finds no record"
        assert_that(data(client.get(f"{PREFIX}events/{found[0]['event_id']}")), equal_to(found[0]), "the record itself")

    def check_never_reads(self, who: Persona) -> None:
        """They ask for nothing until others have had each service believe again what Redis remembers; and then once.

        Whoever asks before has it put right.
        """
        others = [self._accounts.as_(NORA, service) for service in self._audit.contract.services]
        for _ in looks(BELIEVED_AGAIN, stretch=1):
            for one, entry in zip(others, self._audit.contract.entries.values(), strict=True):
                data(one.get(entry))
        reply = self._accounts.as_(who, "audit-service").post(f"{PREFIX}query", json={})
        told = f"the answer to {who.name}, who may not read records any more"
        assert_that(reply.status, equal_to(403), told)

    def _check_refused_as(self, who: Persona) -> None:
        """The refusal is recorded as one of what they are by now, whatever they were when they signed in."""
        now = data(self._accounts.as_(who).get(ME))["role"]
        query = {"actions": ["audit.refused"], "actor_ids": [self._accounts.of(who).id], "limit": 1}
        recorded = data(self._accounts.as_(NORA, "audit-service").post("/api/v1/audit/query", json=query))["records"]
        assert_that([one["actor_role"] for one in recorded], equal_to([now]), "as what it is recorded who was refused")
